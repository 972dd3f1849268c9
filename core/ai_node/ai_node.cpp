// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/ai_node.h"

#include "core/ai_node/internal/film_judge.h"
#include "core/ai_node/internal/node_store.h"
#include "core/ai_node/internal/result_courier.h"
#include "core/ai_node/status_socket.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

using namespace ai_node;

constexpr int restMs = 500; ///< of a worker, when nothing waits
constexpr int sweepMs = 10000; ///< between two looks for what can be removed
constexpr int problemsShown = 20;
constexpr int timesShown = 1000;
constexpr double msOfADay = 86400e3;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

bool asksLungs(const NodeConfig& config)
{
    return std::any_of(config.rules.begin(), config.rules.end(), [](const NodeRule& rule) {
        return std::find(rule.objects.begin(), rule.objects.end(),
                         results::ObjectKind::Segmentation)
            != rule.objects.end();
    });
}

} // namespace

class AiNode::Impl
{
public:
    Impl(const NodeConfig& config, const Classifier& classifier, const LungSegmenter* lungs,
         const NodeLog& log, NodeStore store)
        : m_config(config), m_log(log), m_store(std::move(store)),
          m_judge(m_config, classifier, lungs, *m_store.queue, m_store.files),
          m_classifier(classifier), m_startedMs(now())
    {
    }
    ~Impl() { stop(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] Result<void> start();
    void stop();
    [[nodiscard]] quint16 port() const { return m_server ? m_server->port() : 0; }
    [[nodiscard]] NodeStatus status() const;

private:
    [[nodiscard]] Result<void> take(const ReceivedObject& object, const QByteArray& callingAet);
    void work();
    void finish(const QueuedFilm& film, const Judged& judged);
    void carry(ResultCourier& courier);
    void tidy();
    void tidyOnce();
    /// Waits so long, or until there is more news than `seen`.
    void rest(int milliseconds, qint64 seen);
    void restWhatever(int milliseconds);
    [[nodiscard]] qint64 newsSoFar() const
    {
        const std::lock_guard lock(m_mutex);
        return m_newsCount;
    }
    void wakeAll()
    {
        const std::lock_guard lock(m_mutex);
        ++m_newsCount;
        m_news.notify_all();
    }
    void noteTrouble(const Result<void>& done);

    const NodeConfig m_config;
    const NodeLog& m_log;
    NodeStore m_store;
    const FilmJudge m_judge;
    const Classifier& m_classifier;
    const qint64 m_startedMs;
    const CancelToken m_cancel;
    mutable std::mutex m_mutex;
    std::condition_variable m_news;
    qint64 m_newsCount = 0; ///< films that came or were judged
    QString m_trouble;
    std::vector<std::unique_ptr<ResultCourier>> m_couriers;
    std::unique_ptr<dimse::StorageServer> m_server;
    std::unique_ptr<StatusSocket> m_socket;
    std::vector<std::thread> m_threads;
};

Result<void> AiNode::Impl::start()
{
    const auto names = m_store.queue->keptNames();
    if (!names)
        return names.error();
    m_store.files.removeOthers(*names);
    auto staging = StagingFolder::open(m_store.files.filmsFolder());
    if (!staging)
        return staging.error();
    std::set<QString> archives;
    for (const NodeRule& rule : m_config.rules)
        if (archives.insert(rule.to).second)
            m_couriers.push_back(std::make_unique<ResultCourier>(
                m_config, *m_config.archive(rule.to), *m_store.queue, m_store.files, m_log));
    auto server = dimse::StorageServer::start(
        m_config.server, *staging,
        [this](const ReceivedObject& object, const QByteArray& aet) { return take(object, aet); });
    if (!server)
        return server.error();
    m_server = *std::move(server);
    for (int i = 0; i < m_config.workers; ++i)
        m_threads.emplace_back([this] { work(); });
    for (const auto& courier : m_couriers)
        m_threads.emplace_back([this, &courier = *courier] { carry(courier); });
    m_threads.emplace_back([this] { tidy(); });
    auto socket = StatusSocket::open(m_config.data, [this] {
        return QJsonDocument(jsonOf(status(), now())).toJson(QJsonDocument::Compact);
    });
    if (!socket)
        return socket.error();
    m_socket = *std::move(socket);
    return {};
}

void AiNode::Impl::stop()
{
    if (m_server)
        m_server->stop();
    m_cancel.cancel();
    wakeAll();
    for (std::thread& thread : m_threads)
        thread.join();
    m_threads.clear();
    m_socket.reset();
}

/// What an association's thread does before it acknowledges a film.
Result<void> AiNode::Impl::take(const ReceivedObject& object, const QByteArray& callingAet)
{
    if (const qint64 free = m_store.files.freeBytes(); free >= 0 && free < m_config.leastFreeBytes)
        return Error{ErrorCode::WriteFailed, u"The disk is nearly full."_s, {}};
    const NodePeer* peer = m_config.peer(callingAet);
    const QString name = QFileInfo(object.path).completeBaseName();
    const auto number
        = m_store.queue->add(peer == nullptr ? QString() : peer->name, name, object.bytes, now());
    if (!number) {
        noteTrouble(number.error());
        return number.error();
    }
    m_log({LogPriority::Info,
           u"Film %1 came from %2."_s.arg(*number).arg(peer == nullptr ? u"?"_s : peer->name),
           {{"FILM", QString::number(*number)},
            {"PEER", peer == nullptr ? QString() : peer->name},
            {"STATE", wordFor(FilmState::Received)}}});
    wakeAll();
    return {};
}

void AiNode::Impl::rest(int milliseconds, qint64 seen)
{
    std::unique_lock lock(m_mutex);
    m_news.wait_for(lock, std::chrono::milliseconds(milliseconds),
                    [&] { return m_newsCount != seen || m_cancel.isCancelled(); });
}

void AiNode::Impl::work()
{
    while (!m_cancel.isCancelled()) {
        const qint64 seen = newsSoFar();
        const auto film = m_store.queue->nextToJudge(now());
        if (!film)
            noteTrouble(film.error());
        if (!film || !*film) {
            rest(restMs, seen);
            continue;
        }
        Judged judged;
        try {
            judged = m_judge.judge(**film, m_cancel);
        } catch (const std::exception&) { // out of memory: there may be some later
            judged = {Judged::Outcome::Later, u"There was not enough memory."_s, {}};
        }
        finish(**film, judged);
    }
}

void AiNode::Impl::finish(const QueuedFilm& film, const Judged& judged)
{
    using Outcome = Judged::Outcome;
    FilmQueue& queue = *m_store.queue;
    LogEvent event{LogPriority::Info, {}, {{"FILM", QString::number(film.number)}}};
    Result<void> done;
    switch (judged.outcome) {
    case Outcome::Results:
        done = queue.setJudged(film.number, judged.archive);
        event.text = u"Film %1 was judged."_s.arg(film.number);
        event.fields.emplace_back("STATE", wordFor(FilmState::Judged));
        wakeAll();
        break;
    case Outcome::PassedOver:
        done = queue.setEnded(film.number, FilmState::PassedOver, judged.reason, now());
        event.text = u"Film %1 was passed over."_s.arg(film.number);
        event.fields.emplace_back("STATE", wordFor(FilmState::PassedOver));
        break;
    case Outcome::Failed:
        done = queue.setEnded(film.number, FilmState::Failed, judged.reason, now());
        event.priority = LogPriority::Warning;
        event.text
            = u"Film %1 cannot be judged; ccad-cli node --status says why."_s.arg(film.number);
        event.fields.emplace_back("STATE", wordFor(FilmState::Failed));
        break;
    case Outcome::Later:
        done = queue.setLater(film.number, judged.reason,
                              now() + pauseAfter(film.tries, m_config.patience));
        event.priority = LogPriority::Warning;
        event.text = u"Film %1 is tried again later."_s.arg(film.number);
        event.fields.emplace_back("STATE", wordFor(FilmState::Received));
        break;
    case Outcome::Interrupted:
        (void)queue.release(film.number);
        return;
    }
    noteTrouble(done);
    if (done)
        m_log(event);
    else
        (void)queue.release(film.number);
}

void AiNode::Impl::carry(ResultCourier& courier)
{
    while (!m_cancel.isCancelled()) {
        const qint64 seen = newsSoFar();
        int pause = restMs;
        try {
            pause = courier.deliver(m_cancel);
        } catch (const std::exception&) { // out of memory: there may be some later
        }
        if (pause == 0)
            continue;
        if (courier.status().isAway)
            restWhatever(pause); // news of films do not bring it back
        else
            rest(pause, seen);
    }
}

void AiNode::Impl::restWhatever(int milliseconds)
{
    const qint64 until = now() + milliseconds;
    for (qint64 left = milliseconds; left > 0 && !m_cancel.isCancelled(); left = until - now())
        rest(static_cast<int>(std::min<qint64>(left, milliseconds)), newsSoFar());
}

void AiNode::Impl::tidy()
{
    while (!m_cancel.isCancelled()) {
        tidyOnce();
        restWhatever(sweepMs);
    }
}

void AiNode::Impl::tidyOnce()
{
    const auto daysAgo = [](double days) { return now() - static_cast<qint64>(days * msOfADay); };
    const NodeRetention& keep = m_config.retention;
    const auto films = m_store.queue->outdated(daysAgo(keep.filmDays), daysAgo(keep.failedDays));
    if (!films) {
        noteTrouble(films.error());
        return;
    }
    for (const KeptFilm& film : *films)
        if (m_store.files.remove(film.name))
            noteTrouble(m_store.queue->setRemoved(film.number));
    noteTrouble(m_store.queue->forget(daysAgo(keep.historyDays)));
}

void AiNode::Impl::noteTrouble(const Result<void>& done)
{
    const QString sentence = done ? QString() : done.error().message;
    {
        const std::lock_guard lock(m_mutex);
        if (m_trouble == sentence)
            return;
        m_trouble = sentence;
    }
    if (!done)
        m_log({LogPriority::Error, sentence, {}});
}

NodeStatus AiNode::Impl::status() const
{
    NodeStatus status;
    status.modelName = m_classifier.manifest().name;
    status.modelVersion = m_classifier.manifest().version;
    status.port = port();
    status.startedMs = m_startedMs;
    if (m_server)
        status.network = m_server->counts();
    for (const auto& courier : m_couriers)
        status.archives.push_back(courier->status());
    {
        const std::lock_guard lock(m_mutex);
        status.trouble = m_trouble;
    }
    const auto counts = m_store.queue->counts();
    if (counts)
        status.films = *counts;
    else
        status.trouble = counts.error().message;
    if (auto times = m_store.queue->deliveryTimes(timesShown))
        status.deliveryTimes = *std::move(times);
    if (auto problems = m_store.queue->problems(problemsShown))
        status.problems = *std::move(problems);
    return status;
}

AiNode::AiNode(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
AiNode::~AiNode() = default;

Result<std::unique_ptr<AiNode>> AiNode::start(const NodeConfig& config,
                                              const Classifier& classifier,
                                              const LungSegmenter* lungs, const NodeLog& log)
{
    if (lungs == nullptr && asksLungs(config))
        return Error{ErrorCode::InvalidArgument,
                     u"A rule asks for segmentations, and the lung network cannot be used."_s,
                     {}};
    auto store = openStore(config);
    if (!store)
        return store.error();
    auto impl = std::make_unique<Impl>(config, classifier, lungs, log, *std::move(store));
    if (auto started = impl->start(); !started)
        return started.error();
    return std::unique_ptr<AiNode>(new AiNode(std::move(impl)));
}

quint16 AiNode::port() const
{
    return m_impl->port();
}

NodeStatus AiNode::status() const
{
    return m_impl->status();
}

void AiNode::stop()
{
    m_impl->stop();
}

} // namespace ccad
