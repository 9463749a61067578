"""The load client: some people at once, each on a connection of their own, every answer checked."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator

from .asked import Asked, is_right


class WrongAnswer(RuntimeError):
    """An answer that is not what it must be. Slow is a measurement; wrong is a failure."""


def fetch(connection: http.client.HTTPConnection, asked: Asked) -> str:
    connection.request(asked.method, asked.path, asked.body, asked.headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    if not is_right(asked, answer.status, body):
        raise WrongAnswer(f"{asked.method} {asked.path}: {answer.status}, {body[:300]!r}")
    return body


def run(port: int, clients: int, requests: Callable[[int], Iterator[Asked]], seconds: float) -> list[float]:
    """Milliseconds of every answer within so many seconds; at least three per client."""
    begin = threading.Barrier(clients)
    taken: list[list[float]] = [[] for _ in range(clients)]
    wrong: list[BaseException] = []

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        asked = requests(number)
        try:
            fetch(connection, next(asked))  # the connection is up
            begin.wait()
            until = time.perf_counter() + seconds
            while not wrong and (time.perf_counter() < until or len(taken[number]) < 3):
                one = next(asked)
                began = time.perf_counter()
                fetch(connection, one)
                taken[number].append((time.perf_counter() - began) * 1000)
            next(asked)  # what a request changes is noted when the next one is made
        except BaseException as error:
            wrong.append(error)
            begin.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in wrong:
        if not isinstance(error, threading.BrokenBarrierError):
            raise error
    return [one for own in taken for one in own]
