// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_library.h"

#include "core/base/data_dirs.h"
#include "ui/jobs/study_loader.h"
#include "ui/model/installed_models.h"
#include "ui/settings/settings.h"

#include <QFile>
#include <QFileInfo>

namespace ccad {

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
    if (!isSameFolder(folder, before)) {
        // The default one goes by no path: it may lie elsewhere after the next update.
        const bool isDefault = isSameFolder(folder, defaultModelDir());
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
    m_elsewhere = !isSameFolder(folder, activeFolder());
    if (!m_loader.classifier() || !isSameFolder(folder, m_loader.modelFolder())) {
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

Result<void> ModelLibrary::remove(const QString& folder)
{
    if (isSameFolder(folder, activeFolder()))
        return Error{ErrorCode::InvalidArgument,
                     tr("This model is the active one. Use another model first."), folder};
    if (isShippedModel(folder))
        return Error{ErrorCode::InvalidArgument,
                     tr("This model came with CCAD and cannot be removed here."), folder};
    if (!QFile::moveToTrash(folder))
        return Error{
            ErrorCode::WriteFailed,
            tr("The folder %1 could not be moved to the wastebasket. It is as it was.").arg(folder),
            folder};
    // What it once replaced goes with it, or the list would show that in its place.
    const QString older = replacedFolderOf(folder);
    if (QFileInfo(older).isDir() && checkIsOfKind(older, modelPackageKind()))
        QFile::moveToTrash(older);
    if (isSameFolder(folder, previousFolder()))
        m_settings.setValue(Setting::PreviousModel, QString());
    QStringList known = knownFolders();
    known.removeAll(folder);
    m_settings.setValue(Setting::KnownModels, known);
    Q_EMIT changed();
    return {};
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
    if (!m_loadingActive || isSameFolder(broken, defaultModelDir()))
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
