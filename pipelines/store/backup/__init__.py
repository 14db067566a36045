"""A data folder with its ledger, whole and of one moment, as one file; and back again.

The key is not in it unless asked for: who finds a backup alone can open nothing of what was sealed.
"""

from pipelines.store.backup.contents import BackupError, Contents
from pipelines.store.backup.make import make_backup
from pipelines.store.backup.restore import check_backup, restore_backup

__all__ = ["BackupError", "Contents", "check_backup", "make_backup", "restore_backup"]
