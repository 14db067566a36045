"""The sender's own file given back with its faults marked, ready to be corrected and sent again."""

from pipelines.intake.annotate.in_child import causes_only, check_and_annotate, give_back

__all__ = ["causes_only", "check_and_annotate", "give_back"]
