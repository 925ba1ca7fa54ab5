import Testing

/// What measures the memory of the process runs one after the other.
@Suite(.serialized) struct MemoryTests {}
