// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/result_courier.h"

#include "core/archives/archive_client.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::ai_node {
namespace {

constexpr int filmsOfOneLoad = 8;
constexpr int restMs = 500; ///< when nothing waits

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// The first problem of these answers, or null.
const Error* problemIn(const std::vector<SentFile>& answers, qsizetype from, qsizetype count)
{
    const auto begin = answers.begin() + from;
    const auto it = std::find_if(begin, begin + count,
                                 [](const SentFile& answer) { return answer.problem.has_value(); });
    return it == begin + count ? nullptr : &*it->problem;
}

} // namespace

int pauseAfter(int tries, const NodePatience& patience)
{
    qint64 pause = patience.firstPauseMs;
    for (int i = 0; i < tries && pause < patience.longestPauseMs; ++i)
        pause *= 2;
    return static_cast<int>(std::min<qint64>(pause, patience.longestPauseMs));
}

ResultCourier::ResultCourier(const NodeConfig& config, const Node& archive, FilmQueue& queue,
                             const FilmFiles& files, const NodeLog& log)
    : m_config(config), m_archive(archive), m_queue(queue), m_files(files), m_log(log)
{
    m_status.name = archive.name;
}

ArchiveStatus ResultCourier::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

int ResultCourier::deliver(const CancelToken& cancel)
{
    const auto films = m_queue.nextToDeliver(m_archive.name, now(), filmsOfOneLoad);
    if (!films || films->empty())
        return restMs;
    std::vector<Refusal> refusals = sendFilms(*films, cancel);
    if (refusals.empty())
        return 0;
    const auto answers = cancel.isCancelled() ? Result<void>() : echo(cancel);
    if (!answers) {
        noteAway(answers.error().message);
    } else if (!cancel.isCancelled()) {
        // It talks to us, but did not take this one: that, at last, is the film's own matter. The
        // others may have failed with it and are tried without it.
        tryAgain(refusals.front().film, refusals.front().reason);
        refusals.erase(refusals.begin());
    }
    for (const Refusal& refusal : refusals)
        (void)m_queue.release(refusal.film.number);
    return pauseAfter(std::max(0, m_failures - 1), m_config.patience);
}

Result<std::vector<SentFile>> ResultCourier::send(const std::vector<FileToSend>& files,
                                                  const CancelToken& cancel) const
{
    return archives::send(m_archive, files, m_config.server.limits, {}, cancel);
}

Result<void> ResultCourier::echo(const CancelToken& cancel) const
{
    return archives::echo(m_archive, m_config.server.limits, cancel);
}

std::vector<ResultCourier::Refusal> ResultCourier::sendFilms(const std::vector<QueuedFilm>& films,
                                                             const CancelToken& cancel)
{
    std::vector<FileToSend> files;
    std::vector<std::pair<QueuedFilm, qsizetype>> withResults;
    for (const QueuedFilm& film : films) {
        const auto results = m_files.results(film.name);
        if (results) {
            withResults.emplace_back(film, results->size());
            files.insert(files.end(), results->begin(), results->end());
        } else { // somebody removed them; the film may be there still
            (void)m_queue.setReceived(film.number);
        }
    }
    const auto sent = send(files, cancel);
    std::vector<Refusal> refusals;
    qsizetype at = 0;
    for (const auto& [film, count] : withResults) {
        const Error* problem = sent ? problemIn(*sent, at, count) : &sent.error();
        at += count;
        if (problem == nullptr)
            noteDelivered(film);
        else
            refusals.push_back({film, problem->message});
    }
    return refusals;
}

void ResultCourier::noteDelivered(const QueuedFilm& film)
{
    noteBack();
    if (auto done = m_queue.setEnded(film.number, FilmState::Delivered, {}, now()); !done)
        return; // it will be sent again, under the same UIDs
    m_files.removeResults(film.name);
    {
        const std::lock_guard lock(m_mutex);
        m_status.lastDeliveryMs = now();
        ++m_status.delivered;
    }
    m_log({LogPriority::Info,
           u"The results of film %1 are in %2."_s.arg(film.number).arg(m_archive.name),
           {{"FILM", QString::number(film.number)},
            {"ARCHIVE", m_archive.name},
            {"STATE", wordFor(FilmState::Delivered)}}});
}

void ResultCourier::tryAgain(const QueuedFilm& film, const QString& reason)
{
    const bool isLast = film.tries + 1 >= m_config.patience.mostTries;
    if (isLast)
        (void)m_queue.setEnded(film.number, FilmState::GivenUp, reason, now());
    else
        (void)m_queue.setLater(film.number, reason,
                               now() + pauseAfter(film.tries, m_config.patience));
    m_log({isLast ? LogPriority::Error : LogPriority::Warning,
           isLast ? u"%1 refuses the results of film %2; given up: %3"_s.arg(
               m_archive.name, QString::number(film.number), reason)
                  : u"%1 refuses the results of film %2: %3"_s.arg(
                      m_archive.name, QString::number(film.number), reason),
           {{"FILM", QString::number(film.number)},
            {"ARCHIVE", m_archive.name},
            {"STATE", wordFor(isLast ? FilmState::GivenUp : FilmState::Judged)}}});
}

void ResultCourier::noteAway(const QString& reason)
{
    bool isNews = false;
    {
        const std::lock_guard lock(m_mutex);
        isNews = !m_status.isAway;
        m_failures = std::min(m_failures + 1, 1000);
        m_status.isAway = true;
        m_status.reason = reason;
        m_status.retryAtMs = now() + pauseAfter(m_failures - 1, m_config.patience);
    }
    if (isNews)
        m_log({LogPriority::Warning,
               u"%1 takes no results, which wait: %2"_s.arg(m_archive.name, reason),
               {{"ARCHIVE", m_archive.name}, {"STATE", u"away"_s}}});
}

void ResultCourier::noteBack()
{
    bool isNews = false;
    {
        const std::lock_guard lock(m_mutex);
        isNews = m_status.isAway;
        m_failures = 0;
        m_status.isAway = false;
        m_status.reason.clear();
        m_status.retryAtMs = 0;
    }
    if (isNews)
        m_log({LogPriority::Info,
               u"%1 takes results again."_s.arg(m_archive.name),
               {{"ARCHIVE", m_archive.name}, {"STATE", u"back"_s}}});
}

} // namespace ccad::ai_node
