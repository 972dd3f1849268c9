// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cli/cli_run.h"
#include "tests/support/toy_dataset.h"

#include <QTemporaryDir>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A folder for the runs of `train`: a narrow base network, room for data sets, caches of its own.
class TrainFixture
{
public:
    TrainFixture()
    {
        // The toy network is too small to be shared between cores.
        qputenv("OMP_NUM_THREADS", "1");
        qputenv("XDG_CACHE_HOME", m_dir.filePath(u"cache"_s).toUtf8());
    }

    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }

    [[nodiscard]] bool writeBase() const
    {
        return saveModelPackage(quickPackage(), path(u"base"_s)).hasValue();
    }

    /// Pictures of class folders below `folder`, `count` of each class: noise over stripes for
    /// every second class.
    [[nodiscard]] bool writeClasses(const QString& folder, const QStringList& classes,
                                    int count) const
    {
        Random random(7);
        for (qsizetype c = 0; c < classes.size(); ++c) {
            const QString classFolder = path(folder) + u'/' + classes[c];
            if (!QDir().mkpath(classFolder))
                return false;
            for (int i = 0; i < count; ++i)
                if (!writeFileAtomically(u"%1/p%2-%3.bmp"_s.arg(classFolder).arg(c).arg(i),
                                         toyPicture(64, c % 2 == 0, random)))
                    return false;
        }
        return true;
    }

    /// A quick training of `data`: two epochs of each phase.
    [[nodiscard]] QStringList arguments(const QString& data, const QString& out) const
    {
        return {u"train"_s,
                path(data),
                u"--out"_s,
                path(out),
                u"--base"_s,
                path(u"base"_s),
                u"--recipe"_s,
                u"paper"_s,
                u"--batch"_s,
                u"4"_s,
                u"--epochs"_s,
                u"2"_s,
                u"--fine-tune-epochs"_s,
                u"2"_s};
    }

    [[nodiscard]] CliRun train(const QString& data, const QString& out,
                               const QStringList& more = {}) const
    {
        // A gate would take longer than the training.
        return runCli(arguments(data, out) + QStringList{u"--no-gate"_s} + more);
    }

    [[nodiscard]] QByteArray weights(const QString& out) const
    {
        const auto bytes = readFile(path(out) + u"/weights.safetensors"_s, qint64{1} << 30);
        return bytes ? *bytes : QByteArray();
    }

private:
    QTemporaryDir m_dir;
};

} // namespace ccad::test
