"""Arrays in, arrays out: who matches, and who would be introduced where. Reading and writing belong elsewhere."""

from pipelines.matching.machine_code import keep_by_text

keep_by_text()
