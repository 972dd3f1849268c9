// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/film_queue.h"
#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString nameOf(int number)
{
    return u"%1"_s.arg(number, 32, 16, QLatin1Char('0'));
}

} // namespace

class TestFilmQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }

    void aFilmGoesItsWay()
    {
        const auto number = m_queue->add(u"ROUTER"_s, nameOf(1), 100, 1000);
        QVERIFY(number.hasValue());
        const auto film = m_queue->nextToJudge(1000);
        QVERIFY(film && *film);
        QCOMPARE((*film)->number, *number);
        QCOMPARE((*film)->peer, u"ROUTER"_s);
        QVERIFY2(!*m_queue->nextToJudge(1000), "it is one caller's alone");
        QVERIFY(m_queue->setJudged(*number, u"PACS"_s).hasValue());
        QVERIFY(m_queue->nextToDeliver(u"OTHER"_s, 1000, 10)->empty());
        const auto judged = m_queue->nextToDeliver(u"PACS"_s, 1000, 10);
        QCOMPARE(judged->size(), std::size_t{1});
        QVERIFY(m_queue->setEnded(*number, FilmState::Delivered, {}, 2000).hasValue());
        QCOMPARE(m_queue->counts()->of(FilmState::Delivered), 1);
        QCOMPARE(m_queue->counts()->oldestWaitingMs, 0);
    }

    /// As after a kill: what a caller had is nobody's any more.
    void whatWasAtHandIsThereAgain()
    {
        QVERIFY(m_queue->add(u"A"_s, nameOf(1), 1, 5).hasValue());
        QVERIFY(m_queue->add(u"A"_s, nameOf(2), 1, 6).hasValue());
        const qint64 first = (*m_queue->nextToJudge(10))->number;
        const qint64 second = (*m_queue->nextToJudge(10))->number;
        QVERIFY(m_queue->setJudged(second, u"PACS"_s).hasValue());
        reopen();
        QCOMPARE((*m_queue->nextToJudge(10))->number, first);
        QCOMPARE(m_queue->nextToDeliver(u"PACS"_s, 10, 5)->front().number, second);
        QCOMPARE(m_queue->counts()->oldestWaitingMs, 5);
    }

    void waitsAfterATryThatCameToNothing()
    {
        const qint64 number = *m_queue->add(u"A"_s, nameOf(1), 1, 0);
        QVERIFY(*m_queue->nextToJudge(0));
        QVERIFY(m_queue->setLater(number, u"The disk is full."_s, 5000).hasValue());
        QVERIFY(!*m_queue->nextToJudge(4999));
        const auto film = *m_queue->nextToJudge(5000);
        QVERIFY(film);
        QCOMPARE(film->tries, 1);
        QCOMPARE(film->reason, u"The disk is full."_s);
        // A clock that was set back by years does not stop the queue.
        QVERIFY(m_queue->setLater(number, {}, 5000).hasValue());
        QVERIFY(*m_queue->nextToJudge(5000 - qint64{86400} * 1000 * 400));
    }

    void filmsComeAgain()
    {
        const qint64 first = *m_queue->add(u"A"_s, nameOf(1), 1, 0);
        const qint64 second = *m_queue->add(u"A"_s, nameOf(2), 1, 0);
        QVERIFY(!*m_queue->wasHereBefore(first, "content"));
        QVERIFY2(!*m_queue->wasHereBefore(first, "content"), "it is not its own copy");
        QVERIFY(*m_queue->wasHereBefore(second, "content"));
        QVERIFY(!*m_queue->wasHereBefore(second, "other"));
        // One that failed is no reason to pass its copy over.
        QVERIFY(m_queue->setEnded(first, FilmState::Failed, u"x"_s, 1).hasValue());
        QVERIFY(!*m_queue->wasHereBefore(second, "content"));
    }

    void isTriedAgainWhenAsked()
    {
        const qint64 failed = *m_queue->add(u"A"_s, nameOf(1), 1, 0);
        const qint64 givenUp = *m_queue->add(u"A"_s, nameOf(2), 1, 0);
        const qint64 removed = *m_queue->add(u"A"_s, nameOf(3), 1, 0);
        QVERIFY(m_queue->setEnded(failed, FilmState::Failed, u"x"_s, 1).hasValue());
        QVERIFY(m_queue->setEnded(removed, FilmState::Failed, u"x"_s, 1).hasValue());
        QVERIFY(m_queue->setRemoved(removed).hasValue());
        QVERIFY(m_queue->setJudged(givenUp, u"PACS"_s).hasValue());
        QVERIFY(m_queue->setEnded(givenUp, FilmState::GivenUp, u"x"_s, 1).hasValue());
        QCOMPARE(m_queue->problems(10)->size(), std::size_t{3});
        QCOMPARE(*m_queue->retryAll(), 2);
        QCOMPARE((*m_queue->nextToJudge(1))->number, failed);
        QCOMPARE(m_queue->nextToDeliver(u"PACS"_s, 1, 5)->front().number, givenUp);
    }

    void keepsAndForgetsByTime()
    {
        const qint64 done = *m_queue->add(u"A"_s, nameOf(1), 1, 0);
        const qint64 failed = *m_queue->add(u"A"_s, nameOf(2), 1, 0);
        const qint64 passed = *m_queue->add(u"A"_s, nameOf(3), 1, 0);
        const qint64 waiting = *m_queue->add(u"A"_s, nameOf(4), 1, 0);
        QVERIFY(m_queue->setEnded(done, FilmState::Delivered, {}, 100).hasValue());
        QVERIFY(m_queue->setEnded(failed, FilmState::Failed, u"x"_s, 100).hasValue());
        QVERIFY(m_queue->setEnded(passed, FilmState::PassedOver, u"x"_s, 100).hasValue());
        const auto numbers = [&](qint64 doneBefore, qint64 failedBefore) {
            std::set<qint64> numbers;
            const auto films = m_queue->outdated(doneBefore, failedBefore);
            for (const KeptFilm& film : *films)
                numbers.insert(film.number);
            return numbers;
        };
        QCOMPARE(numbers(99, 99), std::set<qint64>{passed});
        QCOMPARE(numbers(100, 99), (std::set<qint64>{done, passed}));
        QCOMPARE(numbers(99, 100), (std::set<qint64>{failed, passed}));
        QVERIFY(m_queue->setRemoved(done).hasValue());
        QCOMPARE(m_queue->keptNames()->size(), std::size_t{3});
        QVERIFY(m_queue->forget(1000).hasValue());
        QCOMPARE(m_queue->counts()->of(FilmState::Delivered), 0);
        QCOMPARE(m_queue->counts()->of(FilmState::Failed), 1);
        QCOMPARE((*m_queue->nextToJudge(0))->number, waiting);
    }

    void manyThreadsShareTheWork()
    {
        constexpr int films = 60;
        std::mutex mutex;
        std::multiset<qint64> seen;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                for (int film = i; film < films; film += 4)
                    if (!m_queue->add(u"A"_s, nameOf(film + 1), 1, 0))
                        qFatal("cannot add");
                while (const auto film = *m_queue->nextToJudge(0)) {
                    const std::lock_guard lock(mutex);
                    seen.insert(film->number);
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(seen.size(), std::size_t{films});
        QCOMPARE(std::set<qint64>(seen.begin(), seen.end()).size(), std::size_t{films});
    }

    void refusesAnotherFile()
    {
        const QString path = m_folder->filePath(u"other.sqlite"_s);
        QVERIFY(writeFileAtomically(path, QByteArray(5000, 'x')).hasValue());
        QCOMPARE(FilmQueue::open(path).error().code, ErrorCode::FileBroken);
    }

    void tellsOfAFilmThatItDoesNotHave()
    {
        QCOMPARE(m_queue->setJudged(17, u"PACS"_s).error().code, ErrorCode::Internal);
    }

private:
    void reopen()
    {
        m_queue.reset();
        auto queue = FilmQueue::open(m_folder->filePath(u"queue.sqlite"_s));
        QVERIFY2(queue, qPrintable(queue ? QString() : queue.error().message));
        m_queue = *std::move(queue);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FilmQueue> m_queue;
};

QTEST_GUILESS_MAIN(TestFilmQueue)
#include "test_film_queue.moc"
