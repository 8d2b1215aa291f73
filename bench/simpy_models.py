"""The twins of engine_models.cpp on SimPy: python3 simpy_models.py mm1|port COUNT"""
import math
import sys

import simpy


def exponential(seed, mean):
    """Xorshift; times by inversion, in whole seconds."""
    state = seed
    while True:
        state ^= state << 13 & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= state << 17 & 0xFFFFFFFFFFFFFFFF
        yield math.floor(-mean * math.log(((state >> 12) + 0.5) * 2.0**-52) + 0.5)


def mm1(count):
    env = simpy.Environment()
    server = simpy.Resource(env, 1)
    arrivals, services = exponential(1, 10000.0), exponential(2, 9000.0)
    served = waited = 0

    def customer():
        nonlocal served, waited
        came = env.now
        request = server.request()
        yield request
        waited += env.now - came
        yield env.timeout(next(services))
        server.release(request)
        served += 1

    def source():
        for _ in range(count):
            yield env.timeout(next(arrivals))
            env.process(customer())

    env.process(source())
    env.run()
    print(f"served {served}, waited {waited} s")


def port(count):
    env = simpy.Environment()
    berths = simpy.Resource(env, 2)
    yard = simpy.Container(env, 150_000)
    ships, loadings = exponential(1, 86_400.0), exponential(2, 100_000.0)
    loaded = ships_waited = trains_waited = 0

    def train(seed):
        nonlocal trains_waited
        trips = exponential(seed, 400_000.0)
        while True:
            yield env.timeout(next(trips))
            came = env.now
            yield yard.put(4_000)
            trains_waited += env.now - came

    def ship(loading):
        nonlocal loaded, ships_waited
        came = env.now
        berth = berths.request()
        yield berth
        yield yard.get(30_000)
        ships_waited += env.now - came
        yield env.timeout(loading)
        berths.release(berth)
        loaded += 1

    def sea():
        for _ in range(count):
            yield env.timeout(next(ships))
            env.process(ship(next(loadings)))

    for seed in range(3, 43):
        env.process(train(seed))
    env.process(sea())
    env.run(until=86_400 * count)
    print(f"loaded {loaded}, ships waited {ships_waited} s, trains waited {trains_waited} s")


if len(sys.argv) != 3 or sys.argv[1] not in ("mm1", "port"):
    sys.exit(__doc__)
{"mm1": mm1, "port": port}[sys.argv[1]](int(sys.argv[2]))
