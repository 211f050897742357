"""Dated rules and the decision made from them: pure, mirrored by the posts offline app."""
