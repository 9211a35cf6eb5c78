"""Every weight of the engine, in one place. Hand-set, checked as `docs/matching.md` says."""

from typing import Final

# BM25 over product texts: how soon repeats stop counting, how much length is discounted.
BM25_K1: Final = 1.2
BM25_B: Final = 0.75
# A word of the name counts as so many of the description.
TITLE_WEIGHT: Final = 3.0
# In a name, what it is counts so much of its other words, what comes with it so much, and the
# steps of a category path above its end so much.
HEAD_WEIGHT: Final = 1.5
TAIL_WEIGHT: Final = 0.5
ABOVE_WEIGHT: Final = 0.4
# So much of the word score is lost where nothing stands together as it was asked.
PHRASE: Final = 0.15
# Share of the character n-grams in the text score; they find what spelling and endings hide.
CHARACTERS: Final = 0.25
# n-grams that a larger share of the titles has (and more than so many) say little and cost time.
GRAM_MAX_SHARE: Final = 0.2
GRAM_COMMON: Final = 100

# A word found in the body alone counts so much of one in the title, when asked in Chinese.
BODY_PRESENCE: Final = 0.5

# A Chinese word's next sense counts so much of the one before.
GLOSS_SENSE: Final = 0.92
# A word weighs its rarity to this power; the last word, the head of a compound, so much more.
GLOSS_RARITY: Final = 0.5
GLOSS_HEAD: Final = 1.4
# The rarity of a word that the dictionary does not know.
GLOSS_UNKNOWN: Final = 4.0
# A title's unmatched words count against it by this power of the share matched.
GLOSS_LENGTH: Final = 0.4
# Share of the likeness of letters.
GLOSS_CHARACTERS: Final = 0.1

# Likeness of embeddings beside the text score's 1; how alike texts are that have nothing to do
# with each other; and how many of the first documents are embedded for each text where there
# are too many to embed them all.
DENSE: Final = 1.2
DENSE_LEVEL: Final = 0.2
DENSE_RERANKED: Final = 20
# Texts embedded for one judged set, unless told otherwise: half an hour of titles on two cores.
EMBED_MOST: Final = 120_000

# A parent's name (a chapter) repeats so often in its document, beside its children's names.
PARENT_NAME_REPEATS: Final = 3
# Share of the parent in the likeness of a text and a heading.
PARENT_SHARE: Final = 0.15
# Share of the English gloss in the likeness of a Chinese text and a heading.
GLOSS_SHARE: Final = 0.3
# A category guessed from words counts so much of a stated one at most ...
INFERRED_TRUST: Final = 0.5
# ... less where the product's is guessed as well ...
BOTH_INFERRED: Final = 0.5
# ... and counts fully from this suggestion score on, less in proportion below.
INFERRED_FULL_SCORE: Final = 0.3
# How many headings a text may point to.
INFERRED_HEADINGS: Final = 3
# Suggestions below this score are chance.
SUGGESTION_FLOOR: Final = 0.03

# Relevance of a pair: 1 - (1 - TEXT * sqrt(text)) * (1 - CATEGORY * category).
TEXT: Final = 0.85
CATEGORY: Final = 0.6
# The first stage: so many candidates of a need by words, dictionary and category, from the floor
# on; of needs that find fewer, so many by letters; and so many by embedding, from DENSE_LEVEL on.
CHEAP_CANDIDATES: Final = 400
LETTER_CANDIDATES: Final = 100
LETTER_FLOOR: Final = 0.05
CHEAP_FLOOR: Final = 0.02
DENSE_CANDIDATES: Final = 100
# What is kept of them: its products of the highest relevance, of those at or above the floor.
CANDIDATES: Final = 200
RELEVANCE_FLOOR: Final = 0.1

# A side's view of a pair: relevance * (1 - FIT_SHARE + FIT_SHARE * fit), fit being the weighted
# mean of that side's soft terms; one that cannot be told counts as UNKNOWN_FIT.
FIT_SHARE: Final = 0.25
UNKNOWN_FIT: Final = 0.5
BUYER_TERMS: Final = {
    "price": 0.35,
    "origin": 0.3,
    "quantity": 0.15,
    "cold": 0.1,
    "lead_time": 0.05,
    "shelf_life": 0.05,
}
EXHIBITOR_TERMS: Final = {"market": 0.5, "channel": 0.25, "language": 0.15, "order": 0.1}
# Pair score: buyer's view ^ BUYER_SHARE * exhibitor's view ^ (1 - BUYER_SHARE). The buyer's need
# is known in detail, the exhibitor's wishes in outline: hence the larger share.
BUYER_SHARE: Final = 0.7
# The part of what is missing that stays so, as a power, by the need's priority.
PRIORITY: Final = {"high": 1.15, "normal": 1.0, "low": 0.85}
# Without a common language but with an interpreter, or with a block that asks for one.
INTERPRETED: Final = 0.5
# Goods kept at so many °C or below are frozen or chilled.
FROZEN: Final = -10.0
CHILLED: Final = 8.0
# A guessed deadline missed by so many days counts 0.
LATE_DAYS: Final = 30
# The price part falls from 1 at the target to 0 at this share above it; dearer is a block.
PRICE_TOLERANCE: Final = 0.5

# Score of a match: 1 - (1 - best) * (1 - w * second) * (1 - w^2 * third) of its pair scores.
NEXT_PAIR: Final = 0.15
PAIRS_KEPT: Final = 5
PAIRS_SCORED: Final = 3
# Pairs within so many points (of 100) of a match's best one are as good; the one with the fewest
# blocks is shown.
LEAD_MARGIN: Final = 3.0

# Points (of 100) that an exhibitor rarely shown and never met moves up in the list of a buyer that
# wishes for discovery only, and the share of them that any exhibitor never met gets.
DISCOVERY_POINTS: Final = 15.0
NEW_SHARE: Final = 0.5
# Matches among which the floor of exposure is reached at the proven least cost; more are raised
# one by one.
EXPOSURE_EXACT_MOST: Final = 200_000

# An estimated quantity (a container's typical load) blocks only beyond this factor.
ESTIMATE_TOLERANCE: Final = 1.5

# What weighs most among reasons: the part it stands for (0..1) times this.
REASONS_SHOWN: Final = 3
REASON_WEIGHTS: Final = {
    "words_in_common": 0.85,
    "words_translated": 0.8,
    "same_category": 0.6,
    "near_category": 0.4,
    "category_from_words": 0.5,
    "certificate_held": 0.45,
    "origin_wanted": 0.35,
    "price_within_target": 0.35,
    "incoterm_offered": 0.25,
    "quantity_fits": 0.25,
    "lead_time_in_time": 0.15,
    "shelf_life_long_enough": 0.15,
    "market_targeted": 0.15,
    "language_in_common": 0.1,
    "certificate_named": 0.4,
    "origin_named": 0.33,
    "quantity_near": 0.22,
    "cold_chain_kept": 0.3,
}
# A guessed quantity is near from this share on: the smaller of the two by the larger.
QUANTITY_NEAR: Final = 0.8
# A near category is told from this similarity on (a neighbour in the same HS chapter).
NEAR_CATEGORY: Final = 0.4
WORDS_SHOWN: Final = 4
