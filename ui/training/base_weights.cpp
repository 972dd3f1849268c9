// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/base_weights.h"

#include "core/package/imported_weights.h"
#include "ui/model/model_library.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

namespace ccad {

BaseWeights::BaseWeights(const ModelLibrary& models, QWidget* parent)
    : QWidget(parent), m_models(models), m_text(makeTextLabel({}, "text", this)),
      m_active(makeButton(tr("&Active Model"), nullptr, this)),
      m_problems(new SentenceList(tr("Problems of the base weights"), this))
{
    setAccessibleName(tr("Base weights"));
    auto* package = makeButton(tr("&Package…"), nullptr, this);
    auto* file = makeButton(tr("Weight &File…"), nullptr, this);
    package->setToolTip(tr("The folder of a model package"));
    file->setToolTip(tr("A file of weights, .safetensors or .pth of torchvision"));
    connect(package, &QPushButton::clicked, this, &BaseWeights::choosePackage);
    connect(file, &QPushButton::clicked, this, &BaseWeights::chooseFile);
    connect(m_active, &QPushButton::clicked, this, [this] { choose({}); });
    connect(&m_models, &ModelLibrary::changed, this, [this] {
        if (m_chosen.isEmpty())
            check();
    });

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::medium);
    for (QPushButton* button : {m_active, package, file})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(tr("Base weights"), "heading", this));
    layout->addWidget(m_text);
    layout->addWidget(m_problems);
    layout->addLayout(buttons);
    check();
}

QString BaseWeights::path() const
{
    return m_chosen.isEmpty() ? m_models.activeFolder() : m_chosen;
}

void BaseWeights::choose(const QString& path)
{
    m_chosen = path;
    check();
}

void BaseWeights::check()
{
    m_manifest.reset();
    m_problem = tr("The base weights are being read.");
    m_problems->clear();
    m_active->setEnabled(!m_chosen.isEmpty());
    setPlainText(m_text, tr("Reading %1…").arg(path()));
    m_checking.start(
        [path = path()](const CancelToken&) -> Result<ModelManifest> {
            auto base = loadPackageOrWeights(path);
            if (!base)
                return base.error();
            return std::move(base->manifest);
        },
        [this](const Result<ModelManifest>& manifest) {
            if (manifest) {
                m_manifest = *manifest;
                m_problem.clear();
                const QString words = tr("%1 %2, input of %3 pixels, width %4.")
                                          .arg(manifest->name, manifest->version,
                                               QString::number(manifest->network.inputSize),
                                               QString::number(manifest->network.widthMultiplier));
                setPlainText(m_text,
                             m_chosen.isEmpty() ? tr("The active model: %1").arg(words) : words);
            } else {
                m_problem = manifest.error().message;
                setPlainText(m_text, tr("Cannot be used as a start."));
                m_problems->addError(m_problem);
            }
            m_text->setToolTip(path());
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void BaseWeights::choosePackage()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Model Package"));
    connect(dialog, &QFileDialog::fileSelected, this, &BaseWeights::choose);
}

void BaseWeights::chooseFile()
{
    auto* dialog = openFileDialog(this, tr("Choose a File of Weights"), {},
                                  tr("Weights (*.safetensors *.pth *.pt);;All files (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, &BaseWeights::choose);
}

} // namespace ccad
