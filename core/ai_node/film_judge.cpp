// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/film_judge.h"

#include "core/base/sha256.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::ai_node {
namespace {

using Outcome = Judged::Outcome;

/// Does the error say something of the machine at this moment, and nothing of the film?
bool mayPass(const Error& error)
{
    return error.code == ErrorCode::WriteFailed || error.code == ErrorCode::Internal
        || error.code == ErrorCode::TimedOut || error.code == ErrorCode::FileUnreadable;
}

Judged outcomeOf(const Error& error)
{
    if (error.code == ErrorCode::Cancelled)
        return {Outcome::Interrupted, error.message, {}};
    return {mayPass(error) ? Outcome::Later : Outcome::Failed, error.message, {}};
}

/// A judgement does not tell a broken film from a machine that was too slow for a moment.
Judged withoutFinding(const Judgement& judgement, int tries)
{
    constexpr int triesOfBroken = 3;
    if (judgement.status == Judgement::Status::Refused)
        return {Outcome::PassedOver, judgement.reason, {}};
    return {tries + 1 < triesOfBroken ? Outcome::Later : Outcome::Failed, judgement.reason, {}};
}

bool hasLungs(const NodeRule& rule)
{
    return std::find(rule.objects.begin(), rule.objects.end(), results::ObjectKind::Segmentation)
        != rule.objects.end();
}

} // namespace

Judged FilmJudge::judge(const QueuedFilm& film, const CancelToken& cancel) const
{
    const QString path = m_files.film(film.name);
    const auto source = results::readFilmSource(path, cancel);
    if (!source)
        return outcomeOf(source.error());
    const FilmRoute route = routeOf(m_config, film.peer, *source);
    if (route.rule == nullptr)
        return {Outcome::PassedOver, route.reason, {}};
    const auto hash = fileSha256Hex(path, cancel);
    if (!hash)
        return outcomeOf(hash.error());
    const QByteArray key
        = workKey(hash->toLatin1(), *route.rule, m_classifier.manifest().weightsSha256);
    const auto wasHere = m_queue.wasHereBefore(film.number, key);
    if (!wasHere)
        return outcomeOf(wasHere.error());
    if (*wasHere)
        return {Outcome::PassedOver, u"It was here before."_s, {}};
    return make(film, *source, *route.rule, cancel);
}

Judged FilmJudge::make(const QueuedFilm& film, const results::FilmSource& source,
                       const NodeRule& rule, const CancelToken& cancel) const
{
    results::ResultsChoice choice;
    choice.kinds = rule.objects;
    choice.isGraded = m_config.gradesMaps;
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    const bool asksLungs = m_config.gradesMaps || hasLungs(rule);
    results::ResultsWriter writer(m_classifier, asksLungs ? m_lungs : nullptr, choice);
    // The name goes into messages, which an administrator reads.
    results::FilmResults results
        = writer.make({u"film %1"_s.arg(film.number), m_files.film(film.name), source}, cancel);
    if (results.judgement.interrupted || cancel.isCancelled())
        return {Outcome::Interrupted, {}, {}};
    if (results.problem)
        return outcomeOf(*results.problem);
    if (!results.judgement.finding)
        return withoutFinding(results.judgement, film.tries);
    if (rule.ofPositives && !results.judgement.finding->positive)
        return {Outcome::PassedOver, u"Its finding is not positive."_s, {}};
    return write(film, rule, results);
}

Judged FilmJudge::write(const QueuedFilm& film, const NodeRule& rule,
                        results::FilmResults& results) const
{
    if (results.made.empty())
        return {Outcome::Failed,
                results.leftOut.empty() ? u"It gave no results."_s : results.leftOut.front().reason,
                {}};
    const auto folder = m_files.newResults(film.name);
    if (!folder)
        return outcomeOf(folder.error());
    // Names of our own: the film's number and the kind.
    results.name = QString::number(film.number);
    writeMade(results, *folder, Existing::Replace);
    if (results.problem)
        return outcomeOf(*results.problem);
    if (auto kept = m_files.keepResults(film.name, results.objects); !kept)
        return outcomeOf(kept.error());
    return {Outcome::Results, {}, rule.to};
}

} // namespace ccad::ai_node
