// SPDX-License-Identifier: GPL-3.0-or-later
// What hostile peers send, each with one thing wrong.
#pragma once

#include "tests/core/dimse/spoken_dicom.h"

#include <QDirIterator>
#include <QFile>
#include <QList>
#include <QRegularExpression>
#include <QStringList>
#include <QtEndian>

namespace ccad::test {

struct NamedBytes
{
    QByteArray name;
    QByteArray bytes;
};

/// Names that would be paths, and other things that no UID is.
inline QList<QByteArray> hostileNames()
{
    return {"../../../../tmp/ccad-was-here",
            "/tmp/ccad-was-here",
            "..",
            ".",
            "1.2/../../3",
            "1.2\\..\\3",
            QByteArray("1.2\0.3", 6),
            "C:\\x",
            "1..2",
            "1.2.",
            ".1",
            "%2e%2e%2f",
            "~root",
            "\x1b[2J",
            "1.2 | rm",
            "\xC3\xA4",
            QByteArray(65, '1'),
            QByteArray(9000, '1')};
}

inline QByteArray replaced(QByteArray bytes, qsizetype at, const QByteArray& by)
{
    return bytes.replace(at, by.size(), by);
}

/// Requests of an association with one thing wrong.
inline QList<NamedBytes> brokenRequests()
{
    const QByteArray good = requestPdu();
    QList<NamedBytes> all;
    for (int type : {0, 2, 3, 4, 5, 6, 7, 8, 0x20, 0xFF})
        all.append(
            {"type " + QByteArray::number(type), replaced(good, 0, QByteArray(1, char(type)))});
    for (const char* length :
         {"00000000", "00000001", "00000043", "7fffffff", "ffffffff", "00040001"})
        all.append(
            {QByteArray("length ") + length, replaced(good, 2, QByteArray::fromHex(length))});
    all.append({"version 0", replaced(good, 6, QByteArray(2, '\0'))});
    all.append({"titles of nulls", replaced(good, 10, QByteArray(32, '\0'))});
    all.append({"titles of spaces", replaced(good, 10, QByteArray(32, ' '))});
    all.append({"a title that steers", replaced(good, 26, "\x1b[2J\x1b[2J")});
    all.append({"a title that is a path", replaced(good, 26, "../../etc\\passwd")});
    // Every length of an item in turn becomes the largest, and becomes nothing.
    for (qsizetype at = 74; at + 4 <= good.size();) {
        const auto length = qFromBigEndian<quint16>(good.constData() + at + 2);
        all.append(
            {"item to the end at " + QByteArray::number(at), replaced(good, at + 2, "\xFF\xFF")});
        all.append({"item of nothing at " + QByteArray::number(at),
                    replaced(good, at + 2, QByteArray(2, '\0'))});
        const auto type = quint8(good.at(at));
        // Into contexts and user information, over the rest.
        at += type == 0x20 ? 8 : type == 0x50 ? 4 : 4 + length;
    }
    dimse::Negotiation asked = senderProposal();
    for (const QByteArray& name : hostileNames()) {
        asked.contexts[1].abstractSyntax = name;
        all.append({"abstract syntax " + name.left(20).toPercentEncoding(), requestPdu(asked)});
        asked = senderProposal();
        asked.contexts[1].transferSyntaxes = {name};
        all.append({"transfer syntax " + name.left(20).toPercentEncoding(), requestPdu(asked)});
        asked = senderProposal();
    }
    asked.contexts[1].id = 1;
    all.append({"a context twice", requestPdu(asked)});
    asked.contexts[1].id = 4;
    all.append({"an even context", requestPdu(asked)});
    asked.contexts.clear();
    all.append({"no context", requestPdu(asked)});
    return all;
}

/// What is wrong after an association that was accepted.
inline QList<NamedBytes> brokenMessages()
{
    QList<NamedBytes> all;
    const QByteArray echo = commandPdu(1, [] {
        dimse::CommandSet command;
        command.field = dimse::EchoRequest;
        command.sopClass = dimse::verificationClass;
        return command;
    }());
    for (const char* length :
         {"00000000", "00000001", "0000ffff", "ffffffff", "7fffffff", "80000000"})
        all.append({QByteArray("piece of length ") + length,
                    replaced(echo, 6, QByteArray::fromHex(length))});
    for (int context : {0, 2, 5, 255})
        all.append({"context " + QByteArray::number(context),
                    replaced(echo, 10, QByteArray(1, char(context)))});
    all.append({"a data set first", datasetPdus(3, "abc")});
    all.append({"an unknown command", commandPdu(1, [] {
                    dimse::CommandSet command;
                    command.field = 0x7777;
                    return command;
                }())});
    all.append({"a reply to nothing", commandPdu(1, [] {
                    dimse::CommandSet command;
                    command.field = dimse::EchoRequest | dimse::isReply;
                    return command;
                }())});
    for (const QByteArray& bytes :
         {QByteArray("abc"), QByteArray(8, '\xFF'), QByteArray(4000, '\0'),
          QByteArray::fromHex("00000200ffffffff"), QByteArray::fromHex("0800050000000000")})
        all.append(
            {"a command of " + bytes.left(8).toHex(), dimse::dataPdu({1, true, true, bytes})});
    QByteArray endless;
    for (int i = 0; i < 20; ++i)
        endless += dimse::dataPdu({1, true, false, QByteArray(1024, 'a')});
    all.append({"a command without an end", endless});
    for (const QByteArray& name : hostileNames()) {
        all.append({"instance " + name.left(20).toPercentEncoding(),
                    commandPdu(3, storeRequest(name)) + datasetPdus(3, datasetOf(1))});
        all.append({"class " + name.left(20).toPercentEncoding(),
                    commandPdu(3, storeRequest("2.25.1", name)) + datasetPdus(3, datasetOf(1))});
    }
    all.append({"no instance", commandPdu(3, storeRequest({})) + datasetPdus(3, datasetOf(1))});
    all.append({"a class of another context",
                commandPdu(1, storeRequest("2.25.1")) + datasetPdus(1, datasetOf(1))});
    all.append({"a command amid a data set",
                commandPdu(3, storeRequest("2.25.1")) + commandPdu(3, storeRequest("2.25.1"))});
    all.append({"a request for an association amid all", requestPdu()});
    return all;
}

/// Data sets that are refused, after which the association goes on.
inline QList<NamedBytes> brokenObjects()
{
    QByteArray nested;
    for (int i = 0; i < 7000; ++i)
        nested += QByteArray::fromHex("0800401153510000fffffffffeff00e0ffffffff");
    QList<NamedBytes> all
        = {{"nothing", QByteArray()},        {"zeros", QByteArray(5000, '\0')},
           {"text", QByteArray(5000, 'x')},  {"nested 7000 deep", datasetOf(1).left(200) + nested},
           {"half", datasetOf(1).left(100)}, {"another one than announced", datasetOf(2)}};
    for (const QByteArray& path : {QByteArray("../../.."), QByteArray("/tmp/xy")}) {
        QByteArray dataset = datasetOf(1);
        all.append({"study " + path.toPercentEncoding(),
                    dataset.replace("2.25.1000", path.leftJustified(9, '/'))});
    }
    return all;
}

/// Files below a folder that are none of the staging folder's own, and what the names of hostile
/// peers would make.
inline QStringList foreignFiles(const QString& below, const QString& staging)
{
    static const QRegularExpression own(QStringLiteral("^[0-9a-f]{32}\\.(dcm|part)$"));
    QStringList foreign;
    QDirIterator files(below, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo file(files.next());
        if (file.path() != staging || !file.fileName().contains(own))
            foreign.append(file.filePath());
    }
    if (QFile::exists(QStringLiteral("/tmp/ccad-was-here")))
        foreign.append(QStringLiteral("/tmp/ccad-was-here"));
    return foreign;
}

} // namespace ccad::test
