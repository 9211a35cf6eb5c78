"""Exchange rates of every edition: dollars for one unit."""

RATES = {
    "EUR": 1.08,
    "GBP": 1.27,
    "JPY": 0.0067,
    "CNY": 0.14,
    "AUD": 0.66,
    "NZD": 0.6,
    "CHF": 1.13,
    "ZAR": 0.055,
}
