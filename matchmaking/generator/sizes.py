"""How large the editions are, and what share of what they hold."""

from dataclasses import dataclass
from datetime import date, timedelta

# 48,000 requests at size L: some buyers ask for ten meetings, half of them for none.
REQUESTS_A_BUYER = 1.2
# Meetings at peak are as many as exhibitors' people; tables are there for so many of them.
TABLES_A_SEAT = 0.6
FIRST_TIME = 0.35
# Exhibitors that no buyer asks for; they may still ask themselves.
UNKNOWN = 0.3
# The weight of the exhibitor in place r of popularity is r to the power of minus this.
ZIPF = 0.8
# The rest of the buyers come from the exhibitors' countries.
BUYERS_FROM_CHINA = 0.55
EXPIRED_CERTIFICATES = 0.08

DAYS = tuple(date(2027, 5, 10) + timedelta(days=n) for n in range(6))
OPENS, PAUSES, RESUMES, CLOSES = "09:00", "12:30", "13:30", "18:00"  # 16 slots of 30 minutes


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows of each kind."""

    name: str
    exhibitors: int
    products_each: int
    buyers: int
    needs: int
    countries: int
    interpreters: int
    missions: int

    @property
    def requests(self) -> int:
        """Rows in `requests.csv`."""
        return round(self.buyers * REQUESTS_A_BUYER)


SIZES = {
    "S": Size("S", 100, 5, 300, 400, 45, 20, 6),
    "M": Size("M", 1000, 5, 4000, 4000, 90, 60, 16),
    "L": Size("L", 4108, 10, 40000, 12000, 130, 300, 50),
}
