"""The mark that every text of a scene bears: see tests/test_jurisdiction.py."""

# Folded, so that it is found as it is written, whatever a page does to capitals.
MARK = "mốc-riêng-96"
