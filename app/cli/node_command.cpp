// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "app/cli/lung_option.h"
#include "app/cli/node_journal.h"
#include "core/ai_node/ai_node.h"
#include "core/ai_node/status_socket.h"
#include "core/base/data_dirs.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage = u"ccad-cli node --config FILE\n"
                      "       ccad-cli node --config FILE --status [--json]\n"
                      "       ccad-cli node --config FILE --check | --retry"_s;

constexpr int lookMs = 200;
constexpr int statusPatienceMs = 10000;

int run(const NodeConfig& config)
{
    const auto classifier
        = Classifier::load(config.model.isEmpty() ? defaultModelDir() : config.model);
    if (!classifier)
        return failWith(classifier.error());
    const auto lungs = lungSegmenter();
    const NodeLog log = nodeJournal();
    const auto node = AiNode::start(config, **classifier, lungs.get(), log);
    if (!node)
        return failWith(node.error());
    log({LogPriority::Info,
         u"The node %1 listens at %2, port %3."_s
             .arg(QString::fromLatin1(config.server.aet), config.server.address)
             .arg((*node)->port()),
         {{"STATE", u"ready"_s}}});
    printIntendedUse();
    tellServiceManager("READY=1");
    while (!interruptToken().isCancelled()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(lookMs));
        tellServiceManager("WATCHDOG=1");
    }
    tellServiceManager("STOPPING=1");
    log({LogPriority::Info, u"The node stops; what waits is kept."_s, {{"STATE", u"stopping"_s}}});
    (*node)->stop();
    return AllDone;
}

void printStatus(const QJsonObject& status)
{
    const QJsonObject films = status[u"films"_s].toObject();
    printLine(u"%1 %2, port %3, since %4"_s.arg(
        status[u"model"_s].toString(), status[u"model_version"_s].toString(),
        QString::number(status[u"port"_s].toInt()), status[u"started"_s].toString()));
    for (const char* state :
         {"received", "judged", "delivered", "passed_over", "failed", "given_up"})
        printLine(u"%1 %2"_s.arg(QString::fromLatin1(state).replace(u'_', u' '), -12)
                      .arg(films[QLatin1String(state)].toInteger()));
    for (const QJsonValue& archive : status[u"archives"_s].toArray())
        printLine(u"%1: %2 films delivered"_s.arg(archive[u"name"_s].toString())
                      .arg(archive[u"delivered"_s].toInteger()));
    for (const QJsonValue& problem : status[u"problems"_s].toArray())
        printLine(u"film %1 from %2, %3: %4"_s.arg(problem[u"film"_s].toInteger())
                      .arg(problem[u"from"_s].toString(),
                           problem[u"state"_s].toString().replace(u'_', u' '),
                           problem[u"reason"_s].toString()));
    for (const QJsonValue& complaint : status[u"complaints"_s].toArray())
        printMessage(complaint.toString());
}

int showStatus(const NodeConfig& config, bool asJson)
{
    const auto answer = askStatus(config.data, statusPatienceMs);
    if (!answer)
        return failWith(answer.error());
    const QJsonObject status = QJsonDocument::fromJson(*answer).object();
    if (asJson)
        printJson(*answer);
    else
        printStatus(status);
    return status[u"healthy"_s].toBool() ? AllDone : SomeFailed;
}

int retry(const NodeConfig& config)
{
    const auto films = retryFilms(config);
    if (!films)
        return failWith(films.error());
    printLine(*films == 1 ? u"1 film is tried again."_s
                          : u"%1 films are tried again."_s.arg(*films));
    return AllDone;
}

int check(const NodeConfig& config)
{
    printLine(u"%1 listens at %2, port %3; peers: %4, rules: %5, archives: %6."_s.arg(
        QString::fromLatin1(config.server.aet), config.server.address,
        QString::number(config.server.port), QString::number(config.peers.size()),
        QString::number(config.rules.size()), QString::number(config.archives.size())));
    if (config.peers.empty())
        printMessage(u"No peer is named: nobody may send anything."_s);
    return AllDone;
}

} // namespace

int nodeCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Listens for films that other programs of the network send, judges them, and sends\n"
        "results to an archive, by the rules of a configuration (docs/formats.md)."_s,
        usage);
    options.addValue("config", "the node's configuration", "FILE");
    options.addFlag("status", "tells how the node that runs with this configuration is");
    options.addFlag("check", "reads the configuration, says what it asks for, and ends");
    options.addFlag("retry", "films that failed or were given up wait again; for a stopped node");
    options.addFlag("json", "status: prints JSON");
    if (const auto status = parse(options.parser(), arguments, usage))
        return *status;
    if (!options.isSet("config") || !options.parser().positionalArguments().isEmpty())
        return wrongUsage(u"Exactly one configuration is needed: --config FILE."_s, usage);
    const int actions
        = int(options.isSet("status")) + int(options.isSet("check")) + int(options.isSet("retry"));
    if (actions > 1)
        return wrongUsage(u"Only one of --status, --check and --retry can be asked for."_s, usage);
    if (options.isSet("json") && !options.isSet("status"))
        return wrongUsage(u"--json belongs to --status."_s, usage);
    const auto config = readNodeConfig(options.text("config"));
    if (!config)
        return failWith(config.error());
    (void)interruptToken();
    if (options.isSet("status"))
        return showStatus(*config, options.isSet("json"));
    if (options.isSet("check"))
        return check(*config);
    if (options.isSet("retry"))
        return retry(*config);
    return run(*config);
}

} // namespace ccad::cli
