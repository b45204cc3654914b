from .buckets import PrivateBucket
from .tables import LedgerTable, LedgerTableArgs
