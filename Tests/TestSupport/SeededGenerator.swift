package import Lockstep

package typealias SeededGenerator = Lockstep.SeededGenerator
