// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intake/archive.h"
#include "tests/core/intake/tar_writer.h"
#include "tests/core/intake/zip_writer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// An archive that a test writes, and the folder that it is unpacked into.
class ArchiveFixture : public QObject
{
    Q_OBJECT

protected:
    QTemporaryDir m_folder;
    QString m_zip;
    QString m_out;

    OpenFolder out() const
    {
        auto folder = OpenFolder::open(m_out);
        if (!folder)
            qFatal("%s", qPrintable(folder.error().message));
        return *std::move(folder);
    }
    /// Unpacks the archive, of which nothing may be a problem.
    Result<QStringList> unpackWhole(const UnpackLimits& limits = {}) const
    {
        const auto unpacked = unpack(limits);
        if (!unpacked)
            return unpacked.error();
        QStringList files;
        for (const UnpackedFile& file : unpacked->files) {
            if (file.problem)
                return *file.problem;
            files << file.path;
        }
        return files;
    }
    Result<Unpacked> unpack(const UnpackLimits& limits = {}, const CancelToken& cancel = {}) const
    {
        UnpackUsage usage;
        return unpackArchive(m_zip, out(), limits, usage, cancel);
    }
    /// Names, with "!" behind those that have a problem.
    static QStringList namesOf(const Unpacked& unpacked)
    {
        QStringList names;
        for (const UnpackedFile& file : unpacked.files)
            names << file.name + (file.problem ? u"!"_s : QString());
        return names;
    }
    /// Bytes of all that was unpacked.
    qint64 diskUse() const
    {
        qint64 bytes = 0;
        for (const QFileInfo& file : QDir(m_out).entryInfoList(QDir::Files))
            bytes += file.size();
        return bytes;
    }
    QStringList leftOver() const { return QDir(m_out).entryList(QDir::Files); }

private Q_SLOTS:
    void init()
    {
        m_zip = m_folder.filePath(u"archive"_s);
        m_out = m_folder.filePath(u"out"_s);
        QDir(m_out).removeRecursively();
        QVERIFY(QDir().mkpath(m_out));
    }
};

} // namespace ccad::test
