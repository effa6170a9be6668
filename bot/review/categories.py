"""The categories of a finding: exactly these strings."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Category: TypeAlias = Literal[
    "missing/definitions",
    "missing/scope",
    "missing/service_level",
    "missing/assessment",
    "missing/staffing",
    "missing/staff_change",
    "missing/payment",
    "missing/invoice",
    "missing/data_ownership",
    "missing/personal_information",
    "missing/confidentiality",
    "missing/subcontracting",
    "missing/third_party_damage",
    "missing/term",
    "missing/termination",
    "missing/handover",
    "missing/liability",
    "missing/force_majeure",
    "missing/dispute_resolution",
    "missing/notices",
    "unfair/excessive_late_fee",
    "unfair/excessive_damages",
    "unfair/unequal_damages",
    "unfair/non_refundable",
    "unfair/unilateral_change",
    "unfair/auto_renewal",
    "unfair/provider_court",
    "unfair/blanket_exclusion",
    "unfair/sole_interpretation",
    "unfair/unequal_termination",
    "unfair/unmeasured_guarantee",
    "unfair/no_deadline",
    "unfair/one_sided_restriction",
    "unlawful/fake_reviews",
    "unlawful/withhold_documents",
    "unlawful/exclude_injury",
    "unlawful/personal_data",
    "unlawful/other",
    "inconsistent/amount_words",
    "inconsistent/arithmetic",
    "inconsistent/percentages",
    "inconsistent/dates",
    "inconsistent/periods",
    "inconsistent/courts",
    "inconsistent/party_names",
    "inconsistent/party_swapped",
    "inconsistent/terms",
    "format/duplicate_number",
    "format/skipped_number",
    "format/dangling_reference",
    "format/missing_annex",
    "format/blank",
]

CATEGORIES: tuple[Category, ...] = get_args(Category)
"""All of them, in the order in which a reader is told."""

GROUPS = ("missing", "unfair", "unlawful", "inconsistent", "format")
"""What stands before the stroke of a category."""
