"""When checks run."""

from __future__ import annotations

import asyncio

from seamlint.lsp.schedule import Schedule


def test_of_checks_that_are_asked_for_in_a_row_the_last_runs():
    async def session():
        ran = []

        async def work(is_stale):
            ran.append(is_stale())

        schedule = Schedule(work)
        for _ in range(5):
            schedule.ask(0.01)
        await asyncio.sleep(0.1)
        assert ran == [False]

    asyncio.run(session())


def test_a_check_that_runs_is_told_to_end_and_the_next_one_waits_for_it():
    async def session():
        told = []
        running = 0

        async def work(is_stale):
            nonlocal running
            running += 1
            assert running == 1
            while not is_stale() and not told:  # noqa: ASYNC110 - as a check asks, now and then
                await asyncio.sleep(0.001)
            told.append(is_stale())
            running -= 1

        schedule = Schedule(work)
        schedule.ask()
        await asyncio.sleep(0.02)
        schedule.ask()
        await asyncio.sleep(0.05)
        assert told == [True, False]

    asyncio.run(session())


def test_nothing_runs_after_the_end():
    async def session():
        async def work(_is_stale):
            raise AssertionError

        schedule = Schedule(work)
        schedule.ask(0.01)
        schedule.stop()
        await asyncio.sleep(0.05)

    asyncio.run(session())
