"""What the house rules allow by name, with its reason; `test_house_rules.py` fails when one is no longer needed."""

# A mart reads intermediate models and code tables. These read a staged feed too, as it was sent: the rows of the
# answer are the feed's own, or only whether the feed was ever sent is asked.
STAGED_FOR_MARTS = {
    "mart_in_service_learner": ("stg_certificate",),
    "mart_internship_compliance": ("stg_internship",),
    "mart_partnership": ("stg_enrolment",),
    "mart_training_plan": ("stg_enterprise",),
    "mart_unsettled_graduate": ("stg_job_intention",),
}

WITHOUT_KEY = {
    "stg_finding": "a rule may find two things in one row, and the feed has no number for them",
    "int_metric_pool_reach": "supply and demand in one list; a test of its own holds that each row is one of both",
}

# A name with more than one type. What a feed sends keeps the contract's type.
TYPES = {
    "allowance_cny": ({"decimal(14,2)", "decimal(18,2)"}, "one amount; in the mart a sum of amounts"),
    "amount_cny": ({"decimal(14,2)", "decimal(18,4)"}, "in a code table every decimal has four digits"),
    "budget_cny": ({"decimal(14,2)", "decimal(18,2)", "bigint"}, "sums; mart_training_plan holds whole yuan"),
    "due": ({"date", "bigint", "varchar"}, "a day; how many are due; of a rule, by when it must hold"),
    "grad_year": ({"bigint", "varchar"}, "the profile shows * for a year that is generalised"),
    "grade": ({"bigint", "varchar"}, "year of entry as sent; grade of evidence in the code table"),
    "is_covered": ({"boolean", "integer"}, "0 or 1 in the arrays of matching"),
    "is_mature": ({"boolean", "integer"}, "0 or 1 in cells of a metric, the least over their people"),
    "is_open": ({"boolean", "integer"}, "0 or 1 in cells of a metric, the most over their people"),
    "level": ({"bigint", "varchar"}, "of a certificate as sent; of a region in the code table"),
    "major_category": ({"bigint", "varchar"}, "the profile shows * for a category that is generalised"),
    "median_pay": ({"bigint", "decimal(14,2)"}, "as sent; whole yuan in mart_treatment"),
    "p25_pay": ({"bigint", "decimal(14,2)"}, "as sent; whole yuan in mart_treatment"),
    "p75_pay": ({"bigint", "decimal(14,2)"}, "as sent; whole yuan in mart_treatment"),
    "passed": ({"bigint", "boolean"}, "of one person as sent; elsewhere how many"),
    "seeking": ({"bigint", "varchar"}, "what a person says; in mart_destination_evidence how many"),
    "social_insurance_seen": ({"boolean", "varchar"}, "as sent; in the code table of grades a condition"),
    "training_hours": ({"decimal(14,2)", "decimal(18,2)"}, "of one session as sent; elsewhere a sum"),
    "value": ({"decimal(18,4)", "decimal(18,6)"}, "in a code table every decimal has four digits"),
    "wish_region": ({"bigint", "varchar"}, "a number in the arrays of matching"),
    "work_region": ({"bigint", "varchar"}, "a number in the arrays of matching, which compare it millions of times"),
}

# Names outside the rubric. Flags as 0 or 1 are summed or compared in bulk by the models named.
NAMES = {
    **dict.fromkeys(("is_mature", "is_open"), "the cells of a metric keep the least and the most of 0 and 1"),
    **dict.fromkeys(
        ("is_blocked_employer", "is_covered", "is_disputed_employer", "is_present_employer"),
        "inputs of the arrays of matching",
    ),
    **dict.fromkeys(
        ("is_completed", "is_due_12m", "is_due_6m", "is_hired", "is_there_12m", "is_there_6m", "is_unknown_12m",
         "is_unknown_6m"), "int_partnership_intern: summed by mart_partnership",
    ),
    **dict.fromkeys(("is_finished", "is_learning"), "int_in_service_learner: summed by its mart"),
    "has_error": "int_internship_standing: summed by mart_internship_host",
    **dict.fromkeys(("high_skilled", "in_denominator", "workers_only"), "columns of code tables"),
    "needs_review": "says what is to be done with the finding",
    **dict.fromkeys(
        ("by_college", "by_enterprise", "by_gender", "by_major_class", "by_occupation", "by_region", "by_tier"),
        "int_metric_grouping: the grouping breaks down by it",
    ),
    **dict.fromkeys(
        ("conversion_until", "open_since", "mend_by", "pay_by", "second_year_from"), "a day said by its preposition"
    ),
    **dict.fromkeys(
        ("day", "due", "first_day", "last_day", "report_day", "session_day", "stage_day", "month_end", "quarter_end",
         "partnership_start", "first_seen"), "a day by its own word",
    ),
}  # fmt: skip

# Marts of persons, for the steward, the college or the enterprise alone; none is a table of an edition as it stands.
PERSON_LEVEL = {
    "mart_honour_roll": ("person_key",),
    "mart_match": ("person_key",),
    **dict.fromkeys(
        ("mart_match_person", "mart_match_reach", "mart_match_certificate", "mart_match_below_age"), ("person_key",)
    ),
    "mart_recommended_plan": ("person_key",),
    "mart_reserve_talent_pool": ("person_key",),
    "mart_suspicious_person_pair": ("person_key_a", "person_key_b", "student_no_a", "student_no_b"),
    "mart_college_worklist": ("student_ref",),
    "mart_unsettled_graduate": ("person_key",),
    "mart_learning": ("age_band",),  # here and below a dimension of figures, never of one person
    "mart_metric": ("gender",),
    "mart_workforce": ("age_band",),
}

NOT_A_PERSON = {("stg_code_thresholds", "name")}
"""The name of a threshold."""
