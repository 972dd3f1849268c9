// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/isolation/decoder.h"
#include "core/isolation/decoding_service.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage = u"ccad-cli doctor [--json]"_s;

struct Report
{
    QString decoder; ///< the program that decodes pictures
    std::optional<SandboxLayers> sandbox; ///< of a batch; nothing: it cannot be started
    std::optional<SandboxLayers> oneFile; ///< of all else, likewise
    QStringList problems; ///< sentences
};

/// What holds a real decoder, started for the purpose, and not what the system claims to offer.
Report examine()
{
    Report report;
    report.decoder = decoderProgram();
    Decoder decoder(report.decoder, PreprocessSpec{});
    const auto layers = decoder.layers();
    if (!layers) {
        report.problems << layers.error().message;
        return report;
    }
    report.sandbox = *layers;
    if (const QString complaint = complaintAbout(*layers); !complaint.isEmpty())
        report.problems << u"Batches decode no file: %1."_s.arg(complaint);
    const auto ofOne = DecodingService(report.decoder).layers();
    if (!ofOne) {
        report.problems << ofOne.error().message;
        return report;
    }
    report.oneFile = *ofOne;
    if (const QString complaint = complaintAbout(*ofOne); !complaint.isEmpty())
        report.problems << u"No file is read outside of batches: %1."_s.arg(complaint);
    return report;
}

QJsonValue layersJson(const std::optional<SandboxLayers>& layers)
{
    if (!layers)
        return {};
    return QJsonObject{{u"no_new_privileges"_s, layers->noNewPrivileges},
                       {u"limits"_s, layers->limits},
                       {u"landlock_abi"_s, layers->landlock},
                       {u"seccomp"_s, layers->seccomp},
                       {u"namespaces"_s, layers->namespaces}};
}

QJsonObject reportJson(const Report& report)
{
    return {{u"decoder"_s, report.decoder},
            {u"sandbox"_s, layersJson(report.sandbox)},
            {u"sandbox_of_one_file"_s, layersJson(report.oneFile)},
            {u"problems"_s, QJsonArray::fromStringList(report.problems)},
            {u"ok"_s, report.problems.isEmpty()}};
}

QString row(const QString& layer, bool holds, const QString& words)
{
    return u"  %1  %2  %3"_s.arg(layer, -17).arg(holds ? u"yes"_s : u"NO "_s, words);
}

QStringList layersText(const QString& title, const std::optional<SandboxLayers>& layers)
{
    QStringList lines;
    if (layers)
        lines << title
              << row(u"no new privileges"_s, layers->noNewPrivileges,
                     u"it cannot become more than you are"_s)
              << row(u"limits"_s, layers->limits,
                     u"it can make no file larger and dump no memory"_s)
              << row(u"Landlock"_s, layers->landlock > 0,
                     layers->landlock > 0
                         ? u"it can open nothing (ABI %1)"_s.arg(layers->landlock)
                         : u"this kernel has none; seccomp alone closes the files"_s)
              << row(u"seccomp"_s, layers->seccomp,
                     u"it can ask the system for memory and answer, and for nothing else"_s)
              << row(u"namespaces"_s, layers->namespaces,
                     layers->namespaces
                         ? u"its users, network and message queues are empty ones of its own"_s
                         : u"this system grants none; seccomp alone closes the network"_s);
    return lines;
}

QStringList reportText(const Report& report)
{
    return QStringList{u"Decoder  %1"_s.arg(report.decoder)}
    + layersText(u"What holds the process of one file, when the file takes it over"_s,
                 report.oneFile)
        + layersText(u"What holds a process of a batch, which reads many"_s, report.sandbox)
        + report.problems;
}

} // namespace

int doctorCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Tells which layers hold the processes that read files, as they are started on this "
        "machine. Exit status 1 where something that CCAD needs is missing."_s);
    const QCommandLineOption json(u"json"_s, u"One JSON object."_s);
    parser.addOption(json);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return wrongUsage(u"doctor takes no files."_s, usage);
    const Report report = examine();
    if (parser.isSet(json))
        printJson(reportJson(report));
    else
        for (const QString& line : reportText(report))
            printLine(line);
    return report.problems.isEmpty() ? AllDone : SomeFailed;
}

} // namespace ccad::cli
