"""Yearly verification (信息核对): each college looks through its people, signs, and is thanked."""
