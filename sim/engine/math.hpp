#pragma once
/// @file math.hpp  Logarithm, exponential, power and normal quantile that give the same bits on every
/// machine: plain IEEE double operations in a fixed order, no libm but sqrt (which IEEE rounds exactly).
/// Error bounds, tested against long double: in units in the last place of the result (ulp).

namespace corridor::engine::math {

/// Natural logarithm. log(0) = -infinity, log of a negative is NaN. Error below 1 ulp.
double log(double x);

/// e to the x. Above 709.78 infinity, below -745.2 zero. Error below 1 ulp where the result is normal
/// (>= 2.3e-308), below 1.5 ulp of 4.9e-324 under that.
double exp(double x);

/// x to the y for x >= 0, as exp(y log x). Relative error below (2 + |y log x|) 3.4e-16; pow(x, 0) = 1,
/// pow(0, y > 0) = 0, pow(0, y < 0) = infinity, NaN for x < 0 (y not 0) and for y NaN.
double pow(double x, double y);

/// The z with probability `p` [0, 1] below it under the normal distribution with mean 0, variance 1.
/// Relative error below 1e-15; p = 0 and 1 give the infinities, p outside [0, 1] NaN. Wichura (1988),
/// Algorithm AS 241, Applied Statistics 37(3) 477-484.
double normal_quantile(double p);

}  // namespace corridor::engine::math
