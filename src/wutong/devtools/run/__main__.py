"""``make demo`` calls this."""

from wutong.devtools.run.launcher import main

raise SystemExit(main())
