"""Class roster rescue (寻找失联校友): every class a board of found and lost, worked by classmates."""
