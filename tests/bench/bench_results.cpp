// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds of making and writing all objects of one film, medians of some rounds: of films of
// 1 and of 7.5 megapixels, each kind alone and all of them as `ccad-cli results` makes them.
//   bench_results [ROUNDS]
#include "tests/core/results/judged_chest.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;
using namespace ccad::results;

namespace {

template <typename Work> double medianMs(int rounds, const Work& work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

std::vector<ObjectKind> allKinds()
{
    std::vector<ObjectKind> kinds;
    for (const ObjectMaker& maker : objectMakers())
        if (maker.kind != ObjectKind::Film)
            kinds.push_back(maker.kind);
    return kinds;
}

MadeObjects made(const JudgedChest& chest)
{
    auto objects = chest.with(chest.shown(), [](const ObjectRequest& request) {
        return makeObjects(request, allKinds());
    });
    if (!objects)
        qFatal("%s", qPrintable(objects.error().message));
    return *std::move(objects);
}

void write(const MadeObjects& objects, const QString& folder)
{
    for (const Result<QString>& written : writeObjects(objects.objects, folder, u"film"_s))
        if (!written)
            qFatal("An object cannot be written.");
}

void measure(int columns, int rows, int rounds)
{
    FilmFixture film;
    film.columns = columns;
    film.rows = rows;
    const JudgedChest chest(film);
    const QTemporaryDir folder;
    std::printf("%d x %d\n", columns, rows);
    for (const ObjectKind kind : allKinds())
        std::printf("  %-4s %7.1f ms\n", qPrintable(nameOf(kind)),
                    medianMs(rounds, [&] { static_cast<void>(chest.make(kind)); }));
    const MadeObjects objects = made(chest);
    std::printf("  made %7.1f ms, written %7.1f ms\n",
                medianMs(rounds, [&] { static_cast<void>(made(chest)); }),
                medianMs(rounds, [&] { write(objects, folder.path()); }));
    std::printf("  all  %7.1f ms\n", medianMs(rounds, [&] { write(made(chest), folder.path()); }));
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 15;
    measure(1000, 1000, rounds);
    measure(2500, 3000, rounds);
    return 0;
}
