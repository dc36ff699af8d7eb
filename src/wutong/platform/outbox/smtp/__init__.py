"""Handing messages to the next server: blocking sockets, pipelined, several at a time."""
