def write_golden(): return []
def same_vault(vault, files): return []
