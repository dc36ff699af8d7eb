"""Where people come from and live: shares by GB/T 2260 prefix, and countries abroad."""

from __future__ import annotations

# Prefix of the code → share of the graduates who live there.
PROVINCE_WEIGHTS = {
    "11": 80, "12": 22, "13": 25, "14": 25, "15": 12, "21": 15, "22": 8, "23": 8, "31": 80,
    "32": 60, "33": 55, "34": 20, "35": 20, "36": 15, "37": 40, "41": 50, "42": 30, "43": 25,
    "44": 110, "45": 12, "46": 5, "50": 20, "51": 45, "52": 10, "53": 10, "54": 3, "61": 230,
    "62": 30, "63": 6, "64": 8, "65": 20, "71": 2, "81": 8, "82": 2,
}  # fmt: skip
COUNTRY_WEIGHTS = {
    "US": 40, "GB": 10, "CA": 12, "AU": 10, "DE": 8, "JP": 9, "SG": 8, "KR": 5, "FR": 5, "NZ": 3,
    "NL": 2, "SE": 2, "CH": 2, "MY": 2, "TH": 2, "VN": 2, "RU": 2, "PK": 3, "KZ": 2, "ET": 1,
    "IT": 1, "IE": 1, "NG": 1, "IN": 1,
}  # fmt: skip

# Cities that exist on no map; employers and addresses are put there.
INVENTED_CITIES = (
    "梧陵 桐川 澜沂 栖岭 瀚原 望岫 云泺 榆湾 清霁 漱阳 岚洲 翠屿 临漪 松峦 鹿渚 桦甸原 秋浦洲 雁汀 "
    "鹭岸 石湫"
).split()
STREETS = "梧桐路 求是街 银杏大道 望江路 文汇街 东风里 芦花巷 书院路 星河大道 青年路".split()
