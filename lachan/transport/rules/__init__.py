"""Judgement of transport: seats, who sat near, what was declared, how long a vehicle may stay."""
