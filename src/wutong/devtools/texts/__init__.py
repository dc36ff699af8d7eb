"""The clouds' text-message services on this machine: they check signatures, report, reply.

Speaks Alibaba's SendSms and SendBatchSms and Tencent's SendSms on one port, and pushes receipts
and replies back as the clouds do. Nothing leaves the machine.
"""
