"""Whom a college's student number stands for, asked through the college's scope."""

from api.introduced_scope import CollegeScope


def person_of(scope: CollegeScope, student_no: str) -> str | None:
    """Return the pseudonym of an own student, None when there is none of that number."""
    sql = "select person_key from my_student where student_no = :student_no"
    rows = scope.rows("student", sql, student_no=student_no, **scope.asking([]))
    return rows[0]["person_key"] if rows else None
