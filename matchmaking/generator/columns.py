"""Headers of the files, as in docs/import.md, with the translations that the generator writes."""

_PARTY = (
    "ref name {extra} registration_number country city website language description "
    "contact_name contact_email languages"
)

COLUMNS = {
    name: tuple(words.split())
    for name, words in {
        "halls": "ref name name_zh x y width depth distances",
        "tables": "ref hall kind booth x y open",
        "delegations": "ref parent name country lead_name lead_email meeting_quota approves",
        "exhibitors": _PARTY.format(extra="name_zh")
        + " hall booth team_size first_time target_markets channels founded employees delegation"
        " max_meetings max_meetings_a_day available",
        "products": "ref exhibitor language name name_en name_zh description description_zh"
        " category hs_code origin moq moq_unit unit_size unit_size_unit capacity capacity_unit"
        " capacity_period price_min price_max price_currency price_unit incoterm incoterm_place"
        " lead_time_days shelf_life_days temperature_min temperature_max",
        "certificates": "ref exhibitor product standard issuer scope number valid_until"
        " checked_by checked_on",
        "buyers": _PARTY.format(extra="name_en")
        + " team_size delegation max_meetings max_meetings_a_day available channels regions"
        " annual_volume annual_volume_currency hosted",
        "needs": "ref buyer language text categories volume volume_unit volume_period"
        " target_price target_price_currency target_price_unit certificates incoterms"
        " incoterm_place origins_wanted origins_unwanted deadline min_shelf_life_days priority",
        "interpreters": "ref name email languages sectors shifts max_run_minutes",
        "requests": "ref exhibitor buyer asked_by state priority language message asked_on"
        " answered_on decline_reason",
    }.items()
}
