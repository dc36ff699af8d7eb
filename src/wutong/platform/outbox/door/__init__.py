"""Where returned mail comes in: a mailbox that is read, a signed address for mail servers, the
signed tracking events of providers. All of them end in ``services.inbound``.
"""
