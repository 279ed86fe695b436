"""Notices of disputes, read: which case, whose money, why, until when; each value with its words."""
