// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/data_dirs.h"
#include "core/package/model_package.h"
#include "tests/support/hash_weights.h"
#include "tests/support/toy_dataset.h"
#include "ui/jobs/training_job.h"

#include <QDir>
#include <QSet>
#include <QTemporaryDir>
#include <QWidget>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A home of its own for the models, caches and the wastebasket of a test, and in it a small data
/// set and a narrow network to start from.
class TrainingHome
{
public:
    TrainingHome()
    {
        qputenv("XDG_DATA_HOME", path(u"share"_s).toUtf8());
        qputenv("XDG_CACHE_HOME", path(u"cache"_s).toUtf8());
        qputenv("CCAD_DATA_DIR", path(u"shipped"_s).toUtf8());
        QDir().mkpath(path(u"shipped/models"_s));
        base = defaultModelDir();
        dataset = path(u"toys"_s);
        const auto written = writeToyDataset(dataset, 48);
        if (!written || !writeModel(base, u"narrow"_s))
            qFatal("cannot write the files of the test");
    }

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] bool writeModel(const QString& folder, const QString& name) const
    {
        ModelPackage package;
        package.manifest.name = name;
        package.manifest.version = u"1.0.0"_s;
        package.manifest.network.widthMultiplier = 0.1;
        package.manifest.network.inputSize = 64;
        package.manifest.preprocess.inputSize = 64;
        package.manifest.classes = {{u"plain"_s, {}}, {u"striped"_s, {}}};
        package.weights = hashWeights(package.manifest.network);
        package.card = u"# %1\n\nA card.\n"_s.arg(name);
        return saveModelPackage(package, folder, Existing::Replace).hasValue();
    }

    /// A short training of the head and of all layers.
    [[nodiscard]] TrainingSetup setup(const QString& name) const
    {
        TrainingSetup setup;
        setup.base = base;
        setup.folder = path(name);
        setup.request.dataset = *readDataset(path(u"toys/manifest.csv"_s));
        setup.request.plan.validation = 0.25;
        setup.request.plan.test = 0.25;
        setup.request.fitsGate = false; // takes longer than the toy's training
        setup.request.recipe = paperRecipe();
        setup.request.recipe.headEpochs = 3;
        setup.request.recipe.fineTuneEpochs = 2;
        setup.request.recipe.batch = 8;
        setup.request.recipe.augmentation = {};
        setup.request.name = name;
        setup.request.checkpointFile = checkpointFileOf(setup.folder);
        return setup;
    }

    QString base; ///< the package that "came with CCAD"
    QString dataset; ///< folder

private:
    QTemporaryDir m_folder;
};

/// The first widget below `root` that says nothing to a screen reader; null: there is none.
inline const QWidget* firstWithoutName(const QWidget* root)
{
    for (const QWidget* widget : root->findChildren<QWidget*>()) {
        // Qt's own parts of a control speak through the control.
        const bool isPart = widget->objectName().startsWith(QLatin1String("qt_"))
            || (widget->parentWidget() && widget->parentWidget()->inherits("QAbstractScrollArea"))
            || (widget->parentWidget() && widget->parentWidget()->inherits("QAbstractSpinBox"))
            || widget->inherits("QComboBoxPrivateContainer")
            || widget->inherits("QComboBoxListView") || widget->inherits("QToolBarSeparator")
            || widget->inherits("QScrollBar") || widget->inherits("QSplitterHandle")
            || widget->inherits("QTableCornerButton") || widget->inherits("QLineEditIconButton")
            || (widget->inherits("QStackedWidget")
                && widget->parentWidget()->inherits("QTabWidget"))
            || (widget->parentWidget() && widget->parentWidget()->inherits("QTabBar"));
        if (isPart || (widget->isHidden() && widget->accessibleName().isEmpty()))
            continue;
        if (widget->accessibleName().isEmpty())
            return widget;
    }
    return nullptr;
}

} // namespace ccad::test
