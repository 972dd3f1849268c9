// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/node_config.h"

#include "core/base/files.h"
#include "core/base/json_fields.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/tls_fields.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 mostBytes = 1 << 20;
constexpr double mostDays = 36500;

/// For a sentence within another one.
QString withoutStop(const QString& sentence)
{
    return sentence.endsWith(u'.') ? sentence.chopped(1) : sentence;
}

/// Everything that reads the file knows where it lies.
class ConfigReader
{
public:
    explicit ConfigReader(const QString& path) : m_folder(QFileInfo(path).absoluteDir())
    {
        m_config.path = path;
    }

    [[nodiscard]] Result<NodeConfig> read(const QJsonObject& object)
    {
        JsonFields fields(object, u"node"_s, ErrorCode::FileBroken);
        (void)fields.integer(u"format_version"_s, 1, 1);
        m_config.data = pathOf(fields.nonEmptyText(u"data"_s));
        if (fields.contains(u"model"_s))
            m_config.model = pathOf(fields.nonEmptyText(u"model"_s));
        readListener(fields);
        readPeers(fields);
        readArchives(fields);
        readRules(fields);
        readRetention(fields);
        readPatience(fields);
        if (fields.contains(u"workers"_s))
            m_config.workers = fields.integer(u"workers"_s, 1, 256);
        if (fields.contains(u"grade_maps"_s))
            m_config.gradesMaps = fields.flag(u"grade_maps"_s);
        if (fields.contains(u"least_free_megabytes"_s))
            m_config.leastFreeBytes
                = static_cast<qint64>(fields.number(u"least_free_megabytes"_s, 0, 1e9)) << 20;
        fields.refuseOthers();
        take(fields);
        if (m_problem)
            return *m_problem;
        if (const auto can = dimse::StorageServer::check(m_config.server); !can)
            return Error{ErrorCode::FileBroken, can.error().message, {}};
        return std::move(m_config);
    }

private:
    [[nodiscard]] QString pathOf(const QString& text) const
    {
        return QDir::cleanPath(m_folder.absoluteFilePath(text));
    }

    void readListener(JsonFields& fields)
    {
        JsonFields listen(fields.object(u"listen"_s), u"node.listen"_s, ErrorCode::FileBroken);
        dimse::StorageServerSettings& server = m_config.server;
        if (listen.contains(u"address"_s))
            server.address = listen.nonEmptyText(u"address"_s);
        server.port = static_cast<quint16>(listen.integer(u"port"_s, 0, 65535));
        server.aet = listen.nonEmptyText(u"aet"_s).toUtf8();
        if (!isAeTitle(server.aet))
            listen.fail(u"aet"_s, u"has to be 1 to 16 printable characters of ASCII"_s);
        server.tls = tlsOf(listen);
        for (QString* file : {&server.tls.certificate, &server.tls.key, &server.tls.authorities})
            if (!file->isEmpty())
                *file = pathOf(*file);
        listen.refuseOthers();
        take(listen);
    }

    void readPeers(JsonFields& fields)
    {
        for (const QJsonValue& value : fields.array(u"peers"_s)) {
            JsonFields given(value.toObject(), u"node.peers"_s, ErrorCode::FileBroken);
            NodePeer peer;
            peer.name = given.nonEmptyText(u"name"_s);
            peer.aet = given.nonEmptyText(u"aet"_s).toUtf8();
            if (!isAeTitle(peer.aet))
                given.fail(u"aet"_s, u"has to be 1 to 16 printable characters of ASCII"_s);
            if (given.contains(u"address"_s))
                peer.address = given.text(u"address"_s);
            if (given.contains(u"may_store"_s))
                peer.mayStore = given.flag(u"may_store"_s);
            if (std::any_of(m_config.peers.begin(), m_config.peers.end(), [&](const auto& other) {
                    return other.name == peer.name || other.aet == peer.aet;
                }))
                given.fail(u"name"_s, u"and \"aet\" have to be those of one peer alone"_s);
            given.refuseOthers();
            take(given);
            m_config.server.peers.push_back({peer.aet, peer.address, peer.mayStore});
            m_config.peers.push_back(std::move(peer));
        }
        if (m_config.peers.empty())
            m_config.server.address = dimse::StorageServerSettings().address;
    }

    void readArchives(JsonFields& fields)
    {
        auto nodes = readNodes(pathOf(fields.nonEmptyText(u"nodes"_s)));
        if (nodes)
            m_config.archives = *std::move(nodes);
        else {
            fields.fail(u"nodes"_s, u"cannot be used: "_s + withoutStop(nodes.error().message));
            take(fields);
        }
    }

    void readRules(JsonFields& fields)
    {
        const QJsonArray rules = fields.array(u"rules"_s);
        if (rules.isEmpty())
            fields.fail(u"rules"_s, u"has to hold a rule at least"_s);
        for (const QJsonValue& value : rules) {
            JsonFields given(value.toObject(), u"node.rules"_s, ErrorCode::FileBroken);
            m_config.rules.push_back(ruleOf(given));
            given.refuseOthers();
            take(given);
        }
    }

    [[nodiscard]] NodeRule ruleOf(JsonFields& given) const
    {
        NodeRule rule;
        rule.from = words(given, u"from"_s, {});
        for (const QString& name : rule.from)
            if (std::none_of(m_config.peers.begin(), m_config.peers.end(),
                             [&](const NodePeer& peer) { return peer.name == name; }))
                given.fail(u"from"_s, u"names \"%1\", which is no peer"_s.arg(name));
        rule.modalities = words(given, u"modalities"_s, rule.modalities);
        if (rule.modalities.isEmpty())
            given.fail(u"modalities"_s, u"has to name a modality at least, or to be left out"_s);
        rule.bodyParts = words(given, u"body_parts"_s, {});
        for (const QString& word : words(given, u"objects"_s, {u"sr"_s, u"sc"_s})) {
            const auto kind = results::kindOf(word);
            if (kind && *kind != results::ObjectKind::KeyObjects)
                rule.objects.push_back(*kind);
            else
                given.fail(u"objects"_s, u"does not know \"%1\""_s.arg(word));
        }
        if (rule.objects.empty())
            given.fail(u"objects"_s, u"has to name a kind at least"_s);
        if (given.contains(u"results_of"_s))
            rule.ofPositives = given.choice(u"results_of"_s, {u"all"_s, u"positives"_s}) == 1;
        rule.to = given.nonEmptyText(u"to"_s);
        if (const Node* archive = m_config.archive(rule.to); archive == nullptr)
            given.fail(u"to"_s, u"names \"%1\", which is not among the nodes"_s.arg(rule.to));
        else if (archive->asks != AskedSecret::None)
            given.fail(u"to"_s,
                       u"names \"%1\", whose password is asked for each time; a node has "
                       "nobody to ask"_s.arg(rule.to));
        if (given.contains(u"part"_s) && !given.contains(u"parts"_s))
            given.fail(u"parts"_s, u"is missing beside \"part\""_s);
        if (given.contains(u"parts"_s)) {
            rule.parts = given.integer(u"parts"_s, 1, 1000);
            rule.part = given.integer(u"part"_s, 1, rule.parts);
        }
        return rule;
    }

    [[nodiscard]] static QStringList words(JsonFields& given, const QString& key,
                                           const QStringList& otherwise)
    {
        if (!given.contains(key))
            return otherwise;
        QStringList words;
        for (const QJsonValue& value : given.array(key)) {
            if (!value.isString())
                given.fail(key, u"has to hold texts alone"_s);
            words.append(value.toString());
        }
        return words;
    }

    void readRetention(JsonFields& fields)
    {
        if (!fields.contains(u"retention"_s))
            return;
        JsonFields given(fields.object(u"retention"_s), u"node.retention"_s, ErrorCode::FileBroken);
        NodeRetention& keep = m_config.retention;
        const auto days = [&](const QString& key, double& target) {
            if (given.contains(key))
                target = given.number(key, 0, mostDays);
        };
        days(u"film_days"_s, keep.filmDays);
        days(u"failed_days"_s, keep.failedDays);
        days(u"history_days"_s, keep.historyDays);
        given.refuseOthers();
        take(given);
    }

    void readPatience(JsonFields& fields)
    {
        if (!fields.contains(u"retry"_s))
            return;
        JsonFields given(fields.object(u"retry"_s), u"node.retry"_s, ErrorCode::FileBroken);
        NodePatience& patience = m_config.patience;
        const auto seconds = [&](const QString& key, int& target) {
            if (given.contains(key))
                target = static_cast<int>(1000 * given.number(key, 0.01, 86400));
        };
        seconds(u"first_pause_seconds"_s, patience.firstPauseMs);
        seconds(u"longest_pause_seconds"_s, patience.longestPauseMs);
        if (given.contains(u"most_tries"_s))
            patience.mostTries = given.integer(u"most_tries"_s, 1, 1000000);
        if (patience.longestPauseMs < patience.firstPauseMs)
            given.fail(u"longest_pause_seconds"_s, u"is less than the first pause"_s);
        given.refuseOthers();
        take(given);
    }

    /// The first thing that is wrong is told.
    void take(const JsonFields& part)
    {
        if (part.error() && !m_problem)
            m_problem = part.error();
    }

    const QDir m_folder;
    std::optional<Error> m_problem;
    NodeConfig m_config;
};

} // namespace

const Node* NodeConfig::archive(const QString& name) const
{
    const auto it = std::find_if(archives.begin(), archives.end(),
                                 [&](const Node& node) { return node.name == name; });
    return it == archives.end() ? nullptr : &*it;
}

const NodePeer* NodeConfig::peer(const QByteArray& aet) const
{
    const auto it = std::find_if(peers.begin(), peers.end(),
                                 [&](const NodePeer& peer) { return peer.aet == aet; });
    return it == peers.end() ? nullptr : &*it;
}

Result<NodeConfig> readNodeConfig(const QString& path)
{
    const auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*content, &problem);
    if (!document.isObject())
        return Error{ErrorCode::FileBroken,
                     u"%1 is no JSON of a node's configuration (%2 at byte %3)."_s
                         .arg(path, problem.errorString())
                         .arg(problem.offset),
                     path};
    auto config = ConfigReader(path).read(document.object());
    if (!config)
        return Error{config.error().code, u"%1: %2"_s.arg(path, config.error().message), path};
    return config;
}

} // namespace ccad
