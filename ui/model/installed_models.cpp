// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/installed_models.h"

#include "core/base/data_dirs.h"
#include "core/base/kept_data.h"
#include "core/lungs/lung_package.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("InstalledModels", text);
}

QString absolutePath(const QString& folder)
{
    return QFileInfo(QDir::cleanPath(folder)).absoluteFilePath();
}

/// The package that was replaced last is no model to choose, unless a crash left nothing else.
bool isReplaced(const QString& package, const QStringList& others)
{
    return std::any_of(others.begin(), others.end(),
                       [&](const QString& other) { return package == replacedFolderOf(other); });
}

QStringList packagesIn(const QString& folder)
{
    QStringList packages;
    const QDir dir(folder);
    for (const QString& name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString package = dir.absoluteFilePath(name);
        // The network that finds lungs lies beside the models, but is asked by nobody directly.
        if (QFileInfo::exists(package + u"/manifest.json"_s) && !isLungPackage(package))
            packages << package;
    }
    const QStringList all = packages;
    packages.removeIf([&all](const QString& package) { return isReplaced(package, all); });
    return packages;
}

InstalledModel look(const QString& folder)
{
    InstalledModel model;
    model.folder = folder;
    model.canonical = canonicalFolder(folder);
    model.shipped = isShippedModel(folder);
    const QDir dir(folder);
    model.written = QFileInfo(dir.filePath(u"manifest.json"_s)).lastModified();
    model.hasResults = QFileInfo::exists(dir.filePath(u"evaluation/metrics.json"_s))
        && QFileInfo::exists(dir.filePath(u"evaluation/predictions.csv"_s));
    if (auto manifest = loadModelManifest(folder))
        model.manifest = *std::move(manifest);
    else
        model.problem = manifest.error().message;
    return model;
}

/// "0.931 (0.912 to 0.950)" of an object with auc, auc_low, auc_high.
QString areaText(const QJsonObject& figures)
{
    const auto text = [&figures](const char* key) {
        return QString::number(figures[QLatin1String(key)].toDouble(), 'f', 3);
    };
    return figures[QLatin1String("auc")].isDouble()
        ? tr("%1 (%2 to %3)").arg(text("auc"), text("auc_low"), text("auc_high"))
        : QString();
}

} // namespace

QString userModelsDir()
{
    return keptPlace(KeptKind::Models);
}

bool isShippedModel(const QString& folder)
{
    return isSamePath(QFileInfo(QDir::cleanPath(folder)).path(), dataDir() + u"/models"_s);
}

bool isSamePath(const QString& first, const QString& second)
{
    return absolutePath(first) == absolutePath(second);
}

QString canonicalFolder(const QString& folder)
{
    const QString canonical = QFileInfo(QDir::cleanPath(folder)).canonicalFilePath();
    return canonical.isEmpty() ? absolutePath(folder) : canonical;
}

bool isSameFolder(const QString& first, const QString& second)
{
    return isSamePath(first, second) || canonicalFolder(first) == canonicalFolder(second);
}

std::vector<InstalledModel> installedModels(const QStringList& others)
{
    QStringList folders = packagesIn(dataDir() + u"/models"_s) + packagesIn(userModelsDir());
    for (const QString& other : others) {
        const auto isOther = [&other](const QString& known) { return isSameFolder(known, other); };
        if (QFileInfo(other).isDir() && std::none_of(folders.begin(), folders.end(), isOther))
            folders << QFileInfo(other).absoluteFilePath();
    }
    std::vector<InstalledModel> models;
    for (const QString& folder : folders)
        models.push_back(look(folder));
    return models;
}

QString testSentence(const ModelManifest& manifest)
{
    const QJsonObject test = manifest.provenance[QLatin1String("test")].toObject();
    if (!test[QLatin1String("accuracy")].isDouble())
        return tr("The package records no test.");
    const QString& positive = manifest.classes.at(size_t(manifest.positiveClass)).name;
    const QString area = areaText(test[QLatin1String("per_class")].toObject()[positive].toObject());
    const QString accuracy = QString::number(test[QLatin1String("accuracy")].toDouble(), 'f', 3);
    const int count = test[QLatin1String("n")].toInt();
    return area.isEmpty() ? tr("Test: accuracy %1 on %2 images.").arg(accuracy).arg(count)
                          : tr("Test: AUC of %1 %2, accuracy %3 on %4 images.")
                                .arg(positive, area, accuracy)
                                .arg(count);
}

QString outsideSentence(const ModelManifest& manifest)
{
    return manifest.externalEvaluation.isEmpty()
        ? tr("Nobody has tested this model on data from outside.")
        : tr("Tested from outside. %1").arg(manifest.externalEvaluation);
}

} // namespace ccad
