public import Foundation

// Generated code imports Lockstep only; these are the types of Foundation's that it names.
public typealias Data = Foundation.Data
public typealias Date = Foundation.Date
public typealias URL = Foundation.URL
public typealias UUID = Foundation.UUID
