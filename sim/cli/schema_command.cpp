// corridor schema: the JSON Schema of scenario and data files, for editors.
