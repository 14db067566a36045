"""Errors as RFC 9457 problems: one class per kind, which owns its status, its code and its title in both languages.

Turning other people's exceptions into these belongs in `problem_handlers`.
"""

import re
from typing import Any, ClassVar, Final

from fastapi.responses import JSONResponse

from data_contracts.model import Text

MEDIA_TYPE = "application/problem+json"

_STUDENT: Final = re.compile(r"^(/v1/students/)[^/]+")


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An error that a caller is told about.

    Attributes:
        status: The HTTP status.
        code: A stable name for programs; also the anchor of its explanation under `/docs`.
        title: What went wrong, the same for every occurrence.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[Text] = Text("Something failed on our side; nothing was changed.", "服务端出错，未作任何更改。")

    def __init__(self, detail: Text | None = None, *, headers: dict[str, str] | None = None, **members: object) -> None:
        super().__init__(self.code)
        self.detail = detail or self.title
        self.headers = headers or {}
        self.members = members


class BadRequest(Problem):
    """The request cannot be read."""

    status = 400
    code = "bad_request"
    title = Text("The request cannot be read.", "请求无法读取。")


class BadCursor(Problem):
    """A cursor we did not make, or made for another question."""

    status = 400
    code = "bad_cursor"
    title = Text(
        "The cursor is not one of ours for this question; start again without it.",
        "该游标不是本查询签发的，请去掉游标重新开始。",
    )


class TokenRefused(Problem):
    """The token endpoint cannot grant what was asked (RFC 6749 section 5.2)."""

    status = 400
    code = "token_refused"
    title = Text("No token can be given for this request.", "无法为该请求签发令牌。")


class ClientUnknown(Problem):
    """Wrong client credentials (RFC 6749 `invalid_client`)."""

    status = 401
    code = "client_unknown"
    title = Text("Client id or secret is wrong.", "客户端编号或密钥有误。")


class NotAuthenticated(Problem):
    """No token, or one that does not hold."""

    status = 401
    code = "not_authenticated"
    title = Text(
        "A valid access token is needed; get one from POST /oauth/token.",
        "需要有效的访问令牌，请通过 POST /oauth/token 获取。",
    )


class NotAllowed(Problem):
    """The role does not have this right."""

    status = 403
    code = "not_allowed"
    title = Text("Your role may not do this.", "您的角色无权进行此操作。")


class NotApproved(Problem):
    """An enterprise that was not approved against the register yet."""

    status = 403
    code = "not_approved"
    title = Text(
        "This enterprise has not been approved against the register yet; the office approves it.",
        "该企业尚未经登记信息核验批准，请联系主管部门办理。",
    )


class NotFound(Problem):
    """It does not exist, or belongs to somebody else: the answer is the same."""

    status = 404
    code = "not_found"
    title = Text("There is nothing here.", "此处没有内容。")


class MethodNotAllowed(Problem):
    """The path exists, the method does not."""

    status = 405
    code = "method_not_allowed"
    title = Text("This path does not take that method.", "该路径不支持此方法。")


class Conflict(Problem):
    """The state of the thing does not allow it now."""

    status = 409
    code = "conflict"
    title = Text("This is not possible in its present state.", "当前状态下无法执行此操作。")


class EditionRetired(Problem):
    """A cursor, or `since`, names an edition that is gone or whose people have left it."""

    status = 410
    code = "edition_retired"
    title = Text(
        "The edition you were reading is retired and no longer names people; start again from the one in service.",
        "您所读取的数据版本已停用，不再提供人员信息，请从当前版本重新开始。",
    )


class TooLarge(Problem):
    """The body is over the limit."""

    status = 413
    code = "too_large"
    title = Text("The body is too large.", "请求内容过大。")


class InvalidInput(Problem):
    """Parameters or fields that break their description; `errors` names each."""

    status = 422
    code = "invalid_input"
    title = Text("Some values are not valid; see errors.", "部分取值无效，详见 errors。")


class Busy(Problem):
    """As many uploads are being checked as may be; `Retry-After` says when to come again."""

    status = 503
    code = "busy"
    title = Text(
        "Too many files are being checked just now; nothing was kept, send yours again later.",
        "当前正在核验的文件过多，本次未保存任何内容，请稍后重新发送。",
    )


class NoEdition(Problem):
    """Nothing can be served yet; the detail says why."""

    status = 503
    code = "no_edition"
    title = Text("No edition is in service.", "暂无可用的数据版本。")


def problem_response(problem: Problem, *, instance: str, edition: str | None) -> JSONResponse:
    """Return a problem as `application/problem+json`, naming the edition where there is one."""
    body: dict[str, Any] = {
        "type": f"/docs#{problem.code}",
        "title": problem.title.en,
        "status": problem.status,
        "detail": problem.detail.en,
        "code": problem.code,
        "instance": instance,
        "messages": problem.detail.as_dict(),
        **problem.members,
    }
    if edition is not None:
        body["edition"] = edition
    headers = {"Cache-Control": "no-store", **problem.headers}
    return JSONResponse(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def shown_path(path: str) -> str:
    """Return a path as a problem repeats it: without a student's number, since callers keep problems in their logs."""
    return _STUDENT.sub(r"\g<1>{student_no}", path)


def all_problems() -> list[type[Problem]]:
    """Return every kind of problem, by status and code."""
    return sorted({Problem, *Problem.__subclasses__()}, key=lambda p: (p.status, p.code))
