// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/torch/torch_module.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <dlfcn.h>
#include <mutex>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error unusable(const QString& path, const char* cause)
{
    return {ErrorCode::Internal,
            u"Training and saliency methods need %1, which cannot be loaded: %2. "
            "Reading studies works without it; to have it, install CCAD anew."_s.arg(
                path, QString::fromLocal8Bit(cause)),
            path};
}

/// Called by one thread at a time.
Result<void*> open()
{
    const QString path = torchModule();
    if (path.isEmpty())
        return Error{ErrorCode::Internal,
                     u"Training and saliency methods need libccad_torch.so, which is "
                     "neither beside the program nor where it was installed. "
                     "Reading studies works without it; to have it, install CCAD "
                     "anew."_s,
                     u"libccad_torch.so"_s};
    // Resolved now, so that a module of another version of CCAD fails here and not in the middle of
    // a training.
    void* const handle = dlopen(QFile::encodeName(path).constData(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        return unusable(path, dlerror());
    return handle;
}

} // namespace

QString torchModule()
{
    const QString asked = qEnvironmentVariable("CCAD_TORCH_MODULE");
    if (!asked.isEmpty())
        return asked;
    const QString beside = QCoreApplication::applicationDirPath();
    const QStringList candidates{
        beside + u"/libccad_torch.so"_s,
        beside + QStringLiteral("/" CCAD_MODULES_FROM_PROGRAMS "/libccad_torch.so"),
        QStringLiteral(CCAD_BUILT_TORCH_MODULE),
    };
    for (const QString& candidate : candidates)
        if (QFileInfo::exists(candidate))
            return QDir::cleanPath(candidate);
    return {};
}

Result<void*> torchSymbol(const char* name)
{
    static std::mutex mutex;
    static void* handle = nullptr;
    const std::lock_guard lock(mutex);
    if (handle == nullptr) {
        const auto opened = open();
        if (!opened)
            return opened.error();
        handle = *opened;
    }
    void* const symbol = dlsym(handle, name);
    if (symbol == nullptr)
        return unusable(torchModule(), dlerror());
    return symbol;
}

} // namespace ccad
