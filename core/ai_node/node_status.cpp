// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/node_status.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 longWaitMs = 10 * 60 * 1000;

QJsonValue timeOf(qint64 milliseconds)
{
    if (milliseconds == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODate);
}

/// The value below which that share of the sorted times lies.
QJsonValue secondsAt(const std::vector<qint64>& times, double share)
{
    if (times.empty())
        return {};
    const auto last = static_cast<double>(times.size() - 1);
    return static_cast<double>(times[static_cast<std::size_t>(std::lround(share * last))]) / 1000;
}

QJsonObject jsonOf(const ArchiveStatus& archive, qint64 nowMs)
{
    const qint64 waitMs = std::max<qint64>(0, archive.retryAtMs - nowMs);
    return {
        {u"name"_s, archive.name},
        {u"away"_s, archive.isAway},
        {u"reason"_s, archive.isAway ? QJsonValue(archive.reason) : QJsonValue()},
        {u"retry_in_seconds"_s, archive.isAway ? QJsonValue(waitMs / 1000) : QJsonValue()},
        {u"last_delivery"_s, timeOf(archive.lastDeliveryMs)},
        {u"delivered"_s, archive.delivered},
    };
}

QJsonObject jsonOf(const QueuedFilm& film)
{
    return {
        {u"film"_s, film.number},   {u"state"_s, wordFor(film.state)},
        {u"from"_s, film.peer},     {u"received"_s, timeOf(film.receivedMs)},
        {u"reason"_s, film.reason},
    };
}

} // namespace

QStringList NodeStatus::complaints(qint64 nowMs) const
{
    QStringList sentences;
    if (!trouble.isEmpty())
        sentences << trouble;
    for (const ArchiveStatus& archive : archives)
        if (archive.isAway)
            sentences << u"%1 takes no results: %2"_s.arg(archive.name, archive.reason);
    if (films.of(FilmState::Failed) > 0)
        sentences << u"Films that could not be judged: %1."_s.arg(films.of(FilmState::Failed));
    if (films.of(FilmState::GivenUp) > 0)
        sentences << u"Films whose results no archive took: %1."_s.arg(
            films.of(FilmState::GivenUp));
    if (films.oldestWaitingMs != 0 && nowMs - films.oldestWaitingMs > longWaitMs)
        sentences << u"A film has been waiting for %1 minutes."_s.arg(
            (nowMs - films.oldestWaitingMs) / 60000);
    return sentences;
}

QJsonObject jsonOf(const NodeStatus& status, qint64 nowMs)
{
    const QStringList complaints = status.complaints(nowMs);
    QJsonObject films;
    for (int state = 0; state < filmStates; ++state)
        films[wordFor(static_cast<FilmState>(state))] = status.films.ofState[state];
    QJsonArray archives;
    for (const ArchiveStatus& archive : status.archives)
        archives.append(jsonOf(archive, nowMs));
    QJsonArray problems;
    for (const QueuedFilm& film : status.problems)
        problems.append(jsonOf(film));
    const qint64 oldest = status.films.oldestWaitingMs;
    return {
        {u"format_version"_s, 1},
        {u"healthy"_s, complaints.isEmpty()},
        {u"complaints"_s, QJsonArray::fromStringList(complaints)},
        {u"model"_s, status.modelName},
        {u"model_version"_s, status.modelVersion},
        {u"port"_s, status.port},
        {u"started"_s, timeOf(status.startedMs)},
        {u"objects"_s,
         QJsonObject{{u"received"_s, status.network.received},
                     {u"not_taken"_s, status.network.notTaken},
                     {u"callers_refused"_s, status.network.refused},
                     {u"associations_broken"_s, status.network.broken}}},
        {u"films"_s, films},
        {u"oldest_waiting_seconds"_s,
         oldest == 0 ? QJsonValue() : QJsonValue((nowMs - oldest) / 1000)},
        {u"seconds_to_delivery"_s,
         QJsonObject{{u"films"_s, static_cast<qint64>(status.deliveryTimes.size())},
                     {u"median"_s, secondsAt(status.deliveryTimes, 0.5)},
                     {u"p95"_s, secondsAt(status.deliveryTimes, 0.95)}}},
        {u"archives"_s, archives},
        {u"problems"_s, problems},
    };
}

} // namespace ccad
