// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_folders.h"
#include "core/isolation/decoder.h"
#include "core/lungs/preprocessor_for.h"

int main()
{
    ccad::keepFilesPrivate();
    return ccad::serveAsDecoder([](const ccad::PreprocessSpec& spec, const QString& lungFolder) {
        return ccad::preprocessorFor(spec, lungFolder);
    });
}
