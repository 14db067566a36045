"""Problems of asking too much or too slowly. What the limits are belongs in `limits`; other kinds in `problems`."""

from api.problems import Problem
from data_contracts.model import Text


class NotAcceptable(Problem):
    """None of the formats that the caller takes is one of ours."""

    status = 406
    code = "not_acceptable"
    title = Text(
        "This is not made in any format you accept; see format.",
        "不支持您所接受的格式，可用格式见 format 参数。",
    )


class TooSlow(Problem):
    """The body did not arrive in time."""

    status = 408
    code = "too_slow"
    title = Text(
        "The body arrived too slowly; nothing was kept, send it again over a faster connection.",
        "请求内容到达过慢，本次未保存任何内容，请在更快的网络下重新发送。",
    )


class TooManyRequests(Problem):
    """A client has used up a quota; `RateLimit` says which, `Retry-After` when to come again."""

    status = 429
    code = "too_many_requests"
    title = Text(
        "Your client has asked more than its quota; come again when Retry-After says.",
        "该客户端的请求超出配额，请在 Retry-After 所示时间后重试。",
    )


class TooManyAtOnce(Problem):
    """A client has as many requests under way as it may have."""

    status = 429
    code = "too_many_at_once"
    title = Text(
        "Your client has too many requests under way; wait for an answer before you ask again.",
        "该客户端同时进行的请求过多，请等待已有请求完成后再试。",
    )


class Overloaded(Problem):
    """The service as a whole has no place for one more of these; `Retry-After` says when to come again."""

    status = 503
    code = "overloaded"
    title = Text(
        "The service has no place for this just now; come again when Retry-After says.",
        "服务当前繁忙，请在 Retry-After 所示时间后重试。",
    )


class TookTooLong(Problem):
    """A question to an edition was stopped at its time limit."""

    status = 503
    code = "took_too_long"
    title = Text(
        "Answering this took too long and was stopped; ask for less, or export the whole.",
        "查询超时已终止，请缩小范围，或改用全量导出。",
    )
