#pragma once
/// @file fwd.hpp  Names of the engine, for headers that only pass them on.

namespace corridor::engine {

class EventList;
class FramePool;
class Gate;
class Process;
class Resource;
class Signal;
class Simulation;
class Stock;
class Stream;
class Tally;
class TimeWeighted;

}  // namespace corridor::engine
