"""English templates of the codes of `jixiao_core.registry`."""

TEMPLATES: dict[str, str] = {
    "registry.bad_file_name": "the name of the file {found} has characters that cannot be printed; rename it",
    "registry.bad_pin": (
        "{found} is not a pin; write it as junshan-department@2021.1, optionally with #sha256: and 64 "
        "hexadecimal digits"
    ),
    "registry.base_broken": "the base {pin} in {file} has problems of its own; correct them first",
    "registry.base_circle": "the overlays stand on one another in a circle: {files}; derive one of them from a table",
    "registry.base_too_deep": "more than {limit} overlays stand on one another; derive from the expanded table instead",
    "registry.base_twice": "the base {pin} lies in several files: {files}; keep one of them",
    "registry.base_unknown": "the base {pin} is neither shipped nor in this folder; known are {known}",
    "registry.changed": (
        "the shipped rubric {pin} has the digest {found}, published was {published}; the installation was "
        "changed, install it again"
    ),
    "registry.digest_mismatch": (
        "the rubric {pin} has the digest {found}, the pin demands {wanted}; use the rubric that was pinned, or "
        "pin this one"
    ),
    "registry.empty_folder": "the folder has no rubric and no overlay; put the .toml, .json or .xlsx files directly into it",
    "registry.lock_bad_digest": (
        "{found} is no digest; it is sha256: and 64 hexadecimal digits, write the lock again with jixiao lock"
    ),
    "registry.lock_derived_from": (
        "the base of this table moved: locked {before}, now {now}; look at the difference, then lock again"
    ),
    "registry.lock_digest": "the content changed: locked {before}, now {now}; a change is a new revision",
    "registry.lock_empty": "the lock names no rubric; write it with jixiao lock",
    "registry.lock_gone": "the rubric is gone; locked was {digest}; put it back, or lock again",
    "registry.lock_no_folder": "it lay in {file} of the project's own folder; name the folder to check it",
    "registry.lock_nothing": (
        "the folder {folder} has no rubric to lock; put rubrics or overlays (.toml, .json, .xlsx) directly into it, or name another"
    ),
    "registry.lock_origin": (
        "the table comes from elsewhere: locked {before}, now {now}; look at the difference, then lock again"
    ),
    "registry.lock_semantics": (
        "the meaning of the format changed: locked {before}, now {now}; compute with the library that knew it, or lock again"
    ),
    "registry.lock_unknown": "there is no rubric {found} to lock; known are {known}",
    "registry.no_folder": "the folder {folder} cannot be read: {reason}; name a folder that exists and may be read",
    "registry.no_overlay": (
        "this is no overlay: it names no base (derived_from) and changes nothing; name the overlay, not the table"
    ),
    "registry.no_rubric": (
        "this is neither a rubric nor an overlay (it names no series); keep other documents elsewhere"
    ),
    "registry.not_in_folder": "the folder has no rubric {found}; it has {allowed}",
    "registry.not_in_folder_near": "the folder has no rubric {found}, perhaps {nearest} is meant; it has {allowed}",
    "registry.origin_folder": "the project's own folder",
    "registry.origin_shipped": "shipped with the library",
    "registry.other_pin": "the file is the rubric {found}, not {wanted}; name the file of {wanted}, or pin what it is",
    "registry.pin_shipped": (
        "the rubric {pin} is shipped with the library; delete the file, or give it a series or revision of its own"
    ),
    "registry.pin_twice": "the rubric {pin} already lies in {first}; give one of them another revision",
    "registry.too_many_entries": "the folder has more than {limit} files; keep the rubrics in a folder of their own",
    "registry.too_many_files": "the folder has more than {limit} rubrics and overlays; divide it",
    "registry.unknown_pin": "no rubric {found} is shipped; known are {allowed}",
    "registry.unknown_pin_near": "no rubric {found} is shipped, perhaps {nearest} is meant; known are {allowed}",
    "registry.unknown_series": "no rubric of the series {found} is shipped; known are {known}",
    "registry.which_pin": "the folder does not have just one rubric; say which, one of {known}",
}
