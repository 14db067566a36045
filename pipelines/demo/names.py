"""Lists that made-up names are drawn from: common surnames and given names, brands, streets."""

from pipelines.demo.chance import Chance

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈"
GIVEN_MALE = "伟强磊军洋勇杰涛明超鹏宇浩轩博文俊豪志国建华子涵天佑嘉诚泽宏"
GIVEN_FEMALE = "芳娜静敏丽艳娟霞秀英婷雪琳慧怡悦佳欣梓诗雨萱思彤可馨玉兰"
DOTTED_NAMES = ("阿依古丽·买买提", "阿卜杜·热合曼", "古丽娜尔·艾山", "买买提江·吐尔逊")
RARE_NAMES = ("李䶮", "王㛃", "张喆")
BRANDS = [
    "云岭",
    "恒达",
    "鼎盛",
    "锐新",
    "华拓",
    "博远",
    "盛泰",
    "天工",
    "精铸",
    "领航",
    "启明",
    "联创",
    "宏图",
    "金桥",
    "瑞丰",
    "海川",
    "山峰",
    "东辰",
    "星禾",
    "百川",
    "众合",
    "驰远",
    "安捷",
    "力源",
    "铭泰",
    "嘉禾",
    "汇通",
    "智联",
    "腾越",
    "卓越",
]
STREETS = ["创业大道", "工业一路", "科技园东路", "滨江路", "学府街", "建设路", "港口大道", "矿山路"]
COLLEGE_NAMES = {
    "higher": ("云州职业技术学院", "海州工业职业学院", "山州城市职业学院", "示范交通职业技术学院"),
    "secondary": ("云州机电中等专业学校", "海州信息职业中学", "山州卫生学校", "云州现代服务职业学校"),
}


def person_name(chance: Chance, *, gender: str) -> str:
    """Draw a person's name; a few have a middle dot or a character that GBK cannot hold."""
    if chance.flip(0.004):
        return chance.pick(DOTTED_NAMES)
    if chance.flip(0.003):
        return chance.pick(RARE_NAMES)
    given = GIVEN_MALE if gender == "male" else GIVEN_FEMALE
    second = chance.pick(given) if chance.flip(0.75) else ""
    return chance.pick(SURNAMES) + chance.pick(given) + second


def address(chance: Chance) -> str:
    """Draw a street address without a city."""
    return f"{chance.pick(STREETS)}{chance.number(1, 399)}号"
