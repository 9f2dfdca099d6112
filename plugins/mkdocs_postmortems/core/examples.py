"""A value of the right form for each field and setting, for hints about one of the wrong form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELD_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "id": "PM-2026-007",
        "title": "Checkout failed after a late migration",
        "date": "2026-03-04",
        "kind": "incident",
        "severity": "SEV-1",
        "potential_severity": "SEV-1",
        "status": "draft",
        "category": "capacity",
        "trigger": "binary-push",
        "detection": "customer-report",
        "contributing_factors": "[staging-parity]",
        "teams": "[platform, checkout]",
        "services": "[orders-api]",
        "symptoms": '["P99 latency above 5 s"]',
        "mitigation": "Rolled back to v2.4.0",
        "duration": "22 minutes",
        "customer_impact": "22 minutes",
        "impact": "{requests: 2300, customers: 180}",
        "incidents": "[INC-4412]",
        "authors": "[Ada Osei]",
        "responders": "[Ada Osei, Tom Reyes]",
        "reviewers": "[Lin Berg]",
        "facilitator": "Sam Ito",
        "published": "2026-03-05T16:00Z",
        "timezone": "Europe/Berlin",
        "visibility": "internal",
        "recurrence_of": "[PM-2025-031]",
        "related": "[PM-2025-012]",
        "aliases": "[orders-outage-march]",
        "links": "{Runbook: https://wiki.example/orders}",
        "tags": "[black-friday]",
        "imported_from": "{source: notes/2026-03-04.md}",
    }
)
"""By field of the front matter, as YAML."""

SETTING_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "organisation": "Lindgrove",
        "timezone": "Europe/Berlin",
        "id_prefix": "PM",
        "severities": "[SEV-1, SEV-2]",
        "categories": "[capacity, deployment]",
        "detection_methods": "[automated-alerting, customer-report]",
        "triggers": "[binary-push, traffic-change]",
        "contributing_factors": "[missing-alert, staging-parity]",
        "services": "[orders-api]",
        "teams": "[platform, checkout]",
        "audiences": "[public, internal, restricted]",
        "sections": "{required: [Summary, Timeline], Root Cause: [Causes]}",
        "policy": "{customer_impact_minutes: 15}",
        "trackers": '{GH-: "https://tracker.example/browse/{ticket}"}',
        "language": "[{extends: existence, tokens: [simply]}]",
        "allowed_personal_data": "[shop.example]",
        "rules": "{PM604: error}",
        "id": "checkout",
        "name": "Checkout",
        "title": "Checkout",
        "description": "From the basket to the confirmation.",
        "aliases": "[cart]",
        "members": "[Lin Berg]",
        "links": "{Channel: https://chat.example/checkout}",
        "retired": "true",
        "successor": "checkout",
        "required": "[Summary, Timeline]",
        "postmortem_due_hours": "{SEV-1: 48}",
        "customer_impact_minutes": "15",
        "action_due_days": "{P0: 7}",
        "extends": "existence",
        "message": "'%s' says too little",
        "suggestion": "say how many",
        "level": "warning",
        "ignorecase": "true",
        "nonword": "true",
        "tokens": "[simply]",
        "swap": "{utilise: use}",
        "exceptions": "[simply connected]",
    }
)
"""By key of `library.yml`, at any depth, as YAML."""
