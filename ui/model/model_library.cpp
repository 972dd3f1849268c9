// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_library.h"

#include "core/base/data_dirs.h"
#include "ui/model/installed_models.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"

#include <QFile>
#include <QFileInfo>
using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<void> moveToTrash(const QString& folder, const QString& active, const QString& shippedModels)
{
    if (isSameFolder(folder, active))
        return Error{ErrorCode::InvalidArgument,
                     ModelLibrary::tr("This model is the active one. Use another model first."),
                     folder};
    if (isSameFolder(QFileInfo(canonicalFolder(folder)).path(), shippedModels))
        return Error{ErrorCode::InvalidArgument,
                     ModelLibrary::tr("This model came with CCAD and cannot be removed here."),
                     folder};
    if (!QFile::moveToTrash(folder))
        return Error{ErrorCode::WriteFailed,
                     ModelLibrary::tr(
                         "The folder %1 could not be moved to the wastebasket. It is as it was.")
                         .arg(folder),
                     folder};
    // The package that it once replaced goes with it, or the list would show that one in its place.
    const QString older = replacedFolderOf(folder);
    if (QFileInfo(older).isDir() && checkIsOfKind(older, modelPackageKind()))
        QFile::moveToTrash(older);
    return {};
}

} // namespace

ModelLibrary::ModelLibrary(Settings& settings, StudyLoader& loader, QObject* parent)
    : QObject(parent), m_settings(settings), m_loader(loader)
{
    connect(&m_loader, &StudyLoader::modelFailed, this, &ModelLibrary::onModelFailed);
    connect(&m_loader, &StudyLoader::modelReady, this, [this] { m_loadingActive = false; });
}

QString ModelLibrary::activeFolder() const
{
    const QString folder = m_settings.value(Setting::ActiveModel).toString();
    return folder.isEmpty() ? defaultModelDir() : folder;
}

QString ModelLibrary::previousFolder() const
{
    return m_settings.value(Setting::PreviousModel).toString();
}

QStringList ModelLibrary::knownFolders() const
{
    return m_settings.value(Setting::KnownModels).toStringList();
}

void ModelLibrary::remember(const QString& folder)
{
    QStringList known = knownFolders();
    if (!known.contains(folder) && !isShippedModel(folder)) {
        known << folder;
        m_settings.setValue(Setting::KnownModels, known);
    }
    Q_EMIT changed();
}

void ModelLibrary::loadActive()
{
    m_elsewhere = false;
    m_loadingActive = true;
    m_loader.loadModel(activeFolder());
}

void ModelLibrary::use(const QString& folder)
{
    const QString before = activeFolder();
    if (!isSamePath(folder, before)) {
        // The default model is kept without a path: it may lie elsewhere after the next update.
        const bool isDefault = isSamePath(folder, defaultModelDir());
        m_settings.setValue(Setting::ActiveModel, isDefault ? QString() : folder);
        m_settings.setValue(Setting::PreviousModel, before);
    }
    loadActive();
    remember(folder);
}

void ModelLibrary::rollBack()
{
    const QString previous = previousFolder();
    if (!previous.isEmpty())
        use(previous);
}

void ModelLibrary::lookWith(const QString& folder)
{
    m_elsewhere = !isSamePath(folder, activeFolder());
    if (!m_loader.classifier() || !isSamePath(folder, m_loader.modelFolder())) {
        m_loadingActive = !m_elsewhere;
        m_loader.loadModel(folder);
    }
    Q_EMIT changed();
}

void ModelLibrary::lookWithActive()
{
    if (!m_elsewhere)
        return;
    loadActive();
    Q_EMIT changed();
}

void ModelLibrary::remove(const QString& folder)
{
    m_removing.start(
        [folder, active = activeFolder(), models = dataDir() + u"/models"_s] {
            return moveToTrash(folder, active, models);
        },
        [this, folder](const Result<void>& removed) {
            if (removed)
                forget(folder);
            else
                Q_EMIT removeFailed(removed.error().message);
        });
}

void ModelLibrary::forget(const QString& folder)
{
    if (isSamePath(folder, previousFolder()))
        m_settings.setValue(Setting::PreviousModel, QString());
    QStringList known = knownFolders();
    known.removeAll(folder);
    m_settings.setValue(Setting::KnownModels, known);
    Q_EMIT changed();
}

void ModelLibrary::onModelFailed(const Error& error)
{
    const QString broken = m_loader.modelFolder();
    if (m_elsewhere) {
        // The active model was fine a moment ago.
        loadActive();
        Q_EMIT fellBack(tr("That model cannot be used: %1 CCAD goes on with the active model.")
                            .arg(error.message));
        return;
    }
    if (!m_loadingActive || isSamePath(broken, defaultModelDir()))
        return;
    m_loadingActive = false;
    m_settings.setValue(Setting::ActiveModel, QString());
    m_settings.setValue(Setting::PreviousModel, broken); // perhaps only its disk is away
    m_loader.loadModel(defaultModelDir());
    Q_EMIT changed();
    Q_EMIT fellBack(tr("The model in use until now cannot be used any more: %1 CCAD goes on with "
                       "the default model.")
                        .arg(error.message));
}

} // namespace ccad
